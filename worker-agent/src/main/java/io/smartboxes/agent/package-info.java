/** The worker agent: one per host, supervisor of its sandboxes and gateway to them. */
@NullMarked
package io.smartboxes.agent;

import org.jspecify.annotations.NullMarked;
