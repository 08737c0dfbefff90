package io.smartboxes.controlplane.sandbox;

import java.util.Set;

/**
 * What was last seen of a sandbox. What is wanted of it is {@link WantedState}.
 *
 * <pre>
 *   PENDING --lease--> STARTING --Started--> RUNNING --told to stop--> STOPPING --Ended--> TERMINATED
 *      ^                  |                     |                                            ^
 *      +--StartFailed-----+                     +------------------Ended---------------------+
 *   PENDING, STARTING --gave up--> FAILED;  PENDING --killed before a lease--> TERMINATED
 * </pre>
 *
 * A worker that is unheard is not a state: silence changes nothing here.
 */
public enum SandboxState {
    /** No worker has it. */
    PENDING,
    /** A worker was chosen; it may run there from now on. */
    STARTING,
    /** Its guest has answered. */
    RUNNING,
    /** Its worker was told to end it. */
    STOPPING,
    /** It ran, or was killed before it could, and nothing of it is left. Final. */
    TERMINATED,
    /** It never ran and never will. Final. */
    FAILED;

    /** Whether it has ended: no transition leaves this state. */
    public boolean isFinal() {
        return this == TERMINATED || this == FAILED;
    }

    /** Whether a report may move it there. */
    public boolean maySee(SandboxState next) {
        return successors().contains(next);
    }

    private Set<SandboxState> successors() {
        return switch (this) {
            case PENDING -> Set.of(STARTING, TERMINATED, FAILED);
            case STARTING -> Set.of(PENDING, RUNNING, STOPPING, TERMINATED, FAILED);
            case RUNNING -> Set.of(STOPPING, TERMINATED);
            case STOPPING -> Set.of(TERMINATED);
            case TERMINATED, FAILED -> Set.of();
        };
    }
}
