/** The files of a sandbox: what the browser shows of them, and the way of their bytes through the console. */
@NullMarked
package io.smartboxes.console.sandbox.files;

import org.jspecify.annotations.NullMarked;
