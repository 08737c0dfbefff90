/** Sandboxes: the list, and each one by itself. */
@NullMarked
package io.smartboxes.console.sandbox;

import org.jspecify.annotations.NullMarked;
