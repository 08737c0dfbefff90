/** The clock that everything else is handed. */
@NullMarked
package io.smartboxes.controlplane.platform.time;

import org.jspecify.annotations.NullMarked;
