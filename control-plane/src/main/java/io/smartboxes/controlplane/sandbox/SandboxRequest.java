package io.smartboxes.controlplane.sandbox;

import java.time.Duration;
import java.util.Map;

/** What a caller asked to be made, checked. */
record SandboxRequest(
        String template, Duration timeToLive, Map<String, String> metadata, Map<String, String> environment) {

    SandboxRequest {
        metadata = Map.copyOf(metadata);
        environment = Map.copyOf(environment);
    }

    /** Hides the environment, which may hold the caller's secrets. */
    @Override
    public String toString() {
        return "SandboxRequest[" + template + "]";
    }
}
