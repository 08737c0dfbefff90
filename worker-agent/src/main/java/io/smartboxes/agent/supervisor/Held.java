package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.id.SandboxId;
import java.time.Duration;

/**
 * A sandbox that is on this host, or on its way there or away.
 *
 * @param runtimeId of its box; empty while it waits for one
 * @param remaining until this worker ends it by itself
 */
public record Held(
        SandboxId id, long epoch, String runtimeId, SandboxState state, Duration remaining, long deadlineRevision) {

    static Held of(Sandbox sandbox, MonotonicClock clock) {
        synchronized (sandbox) {
            return new Held(
                    sandbox.id(),
                    sandbox.epoch(),
                    sandbox.runtimeId().map(RuntimeId::text).orElse(""),
                    sandbox.state(),
                    clock.until(sandbox.deadlineNanos()),
                    sandbox.deadlineRevision());
        }
    }
}
