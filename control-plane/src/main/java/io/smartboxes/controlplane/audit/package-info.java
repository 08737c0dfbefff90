/**
 * Who did what to what, with what result: append-only. A change is written down in its own transaction; what was refused,
 * apart from it.
 */
@NullMarked
package io.smartboxes.controlplane.audit;

import org.jspecify.annotations.NullMarked;
