/**
 * What sandboxes use over time: CPU, memory, disk, as their workers sampled it.
 *
 * <p>No bill and no promise: a sample that is lost is missing, and none is ever asked for twice. Reading needs no worker, and goes on
 * for a while after the sandbox's end.
 */
@NullMarked
package io.smartboxes.controlplane.metrics;

import org.jspecify.annotations.NullMarked;
