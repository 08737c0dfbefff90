/** Who did what in a tenant. */
@NullMarked
package io.smartboxes.console.audit;

import org.jspecify.annotations.NullMarked;
