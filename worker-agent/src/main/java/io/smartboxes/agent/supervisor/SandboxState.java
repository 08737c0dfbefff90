package io.smartboxes.agent.supervisor;

/** How far a sandbox has come on this worker. {@link SandboxTransitions} holds the drawing. */
public enum SandboxState {
    /** Accepted, counted in the capacity, waiting for a box. */
    WAITING,
    /** Has a box; the guest is being told whose it is. */
    ASSIGNING,
    RUNNING,
    /** Its cause of death is settled; the box is being removed. Out of reach for the gateway. */
    STOPPING,
    /** Nothing of it is on the host. Final. */
    ENDED
}
