package io.smartboxes.console.sandbox;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.component.StatusBadge.Tone;

/** How a sandbox's state reads. */
record SandboxStatus(String text, Tone tone) {

    static SandboxStatus of(Sandbox sandbox) {
        boolean ending = sandbox.wanted().equals("TERMINATED");
        return switch (sandbox.state()) {
            case "PENDING" -> ending ? new SandboxStatus("Ending", Tone.BUSY) : new SandboxStatus("Waiting", Tone.BUSY);
            case "STARTING" ->
                ending ? new SandboxStatus("Ending", Tone.BUSY) : new SandboxStatus("Starting", Tone.BUSY);
            case "RUNNING" -> ending ? new SandboxStatus("Ending", Tone.BUSY) : new SandboxStatus("Running", Tone.GOOD);
            case "STOPPING" -> new SandboxStatus("Ending", Tone.BUSY);
            case "TERMINATED" -> new SandboxStatus("Ended", Tone.QUIET);
            case "FAILED" -> new SandboxStatus("Failed", Tone.BAD);
            // States that a newer API may have.
            default -> new SandboxStatus(sandbox.state(), Tone.QUIET);
        };
    }

    StatusBadge badge() {
        return new StatusBadge(text, tone);
    }

    /** Whether it can still be used, or will be. */
    static boolean isAlive(Sandbox sandbox) {
        return sandbox.endedAt() == null
                && !sandbox.state().equals("TERMINATED")
                && !sandbox.state().equals("FAILED");
    }
}
