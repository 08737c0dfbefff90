/** The audit log as a table that is loaded while somebody scrolls: for a tenant's people and for staff. */
@NullMarked
package io.smartboxes.console.trail;

import org.jspecify.annotations.NullMarked;
