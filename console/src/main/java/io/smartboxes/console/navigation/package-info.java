/** The screens by name, and the addresses of everything that can be linked to. */
@NullMarked
package io.smartboxes.console.navigation;

import org.jspecify.annotations.NullMarked;
