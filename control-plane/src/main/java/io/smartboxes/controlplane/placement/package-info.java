/** The choice of a worker for a sandbox: a pure function of the request, the candidates and the time. */
@NullMarked
package io.smartboxes.controlplane.placement;

import org.jspecify.annotations.NullMarked;
