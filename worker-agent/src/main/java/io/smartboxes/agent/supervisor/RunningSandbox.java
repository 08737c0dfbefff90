package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.id.SandboxId;
import java.util.Optional;

/**
 * A sandbox as traffic reaches it.
 *
 * @param epoch of the lease under which it runs
 * @param accessToken what its guest demands; empty after a restart of the agent until the control plane has been heard
 * @param holders who may enter it; empty until the control plane was asked
 */
public record RunningSandbox(
        SandboxId id, long epoch, Box box, Optional<String> accessToken, Optional<TokenHolders> holders) {

    static Optional<RunningSandbox> of(Sandbox sandbox) {
        return sandbox.runningBox()
                .map(box -> new RunningSandbox(
                        sandbox.id(), sandbox.epoch(), box, sandbox.accessToken(), sandbox.holders()));
    }

    /** Leaves the tokens out. */
    @Override
    public String toString() {
        return "RunningSandbox[" + id + ", " + box + "]";
    }
}
