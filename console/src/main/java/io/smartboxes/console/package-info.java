/** The console's process: settings, the web server, and the list of its screens. */
@NullMarked
package io.smartboxes.console;

import org.jspecify.annotations.NullMarked;
