/**
 * Boxes as gVisor sandboxes: {@code runsc} with its systrap platform, which needs no KVM. Everything a box consists of can be
 * found again from this worker's label alone, so a kill of the agent at any point leaves nothing that a sweep cannot remove.
 */
@NullMarked
package io.smartboxes.agent.runtime.gvisor;

import org.jspecify.annotations.NullMarked;
