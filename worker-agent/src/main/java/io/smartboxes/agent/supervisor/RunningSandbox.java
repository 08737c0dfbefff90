package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.id.SandboxId;
import java.util.Optional;

/**
 * A sandbox as traffic reaches it.
 *
 * @param epoch of the lease under which it runs
 * @param accessToken what its guest demands; empty after a restart of the agent until the control plane has been heard
 */
public record RunningSandbox(SandboxId id, long epoch, Box box, Optional<String> accessToken) {

    static Optional<RunningSandbox> of(Sandbox sandbox) {
        return sandbox.runningBox()
                .map(box -> new RunningSandbox(sandbox.id(), sandbox.epoch(), box, sandbox.accessToken()));
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "RunningSandbox[" + id + ", " + box + "]";
    }
}
