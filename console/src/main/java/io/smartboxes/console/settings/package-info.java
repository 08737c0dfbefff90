/** A tenant's name, its owner, and its end. */
@NullMarked
package io.smartboxes.console.settings;

import org.jspecify.annotations.NullMarked;
