/** Keeps settings honest: those that nobody reads stop the start. */
@NullMarked
package io.smartboxes.controlplane.platform.settings;

import org.jspecify.annotations.NullMarked;
