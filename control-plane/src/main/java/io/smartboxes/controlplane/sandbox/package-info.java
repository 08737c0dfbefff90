/** Sandboxes: what is wanted of them, what is seen of them, and the public API to both. */
@NullMarked
package io.smartboxes.controlplane.sandbox;

import org.jspecify.annotations.NullMarked;
