/** The control plane as a process that is killed. */
@NullMarked
package io.smartboxes.controlplane.crash;

import org.jspecify.annotations.NullMarked;
