package io.smartboxes.agent;

/** Which isolation technology this worker uses. */
public enum RuntimeKind {
    GVISOR,
    /** No isolation at all: fleets in tests. The control plane refuses it unless it is set to accept it. */
    SIMULATED
}
