/** How one part wakes another, here or on another replica, and loops that run on a timer and on a nudge. */
@NullMarked
package io.smartboxes.controlplane.platform.background;

import org.jspecify.annotations.NullMarked;
