/** How much a tenant may use at once, and how much it does: plans, overrides, and counters that change with what they count. */
@NullMarked
package io.smartboxes.controlplane.quota;

import org.jspecify.annotations.NullMarked;
