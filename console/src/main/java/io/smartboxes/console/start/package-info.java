/** From nothing to the first sandbox. */
@NullMarked
package io.smartboxes.console.start;

import org.jspecify.annotations.NullMarked;
