package io.smartboxes.controlplane.sandbox;

/** What callers asked for. It only ever moves from RUNNING to TERMINATED. */
public enum WantedState {
    RUNNING,
    TERMINATED
}
