package io.smartboxes.agent.journal;

import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.id.SandboxId;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of a sandbox that has, or may have, a box on this host.
 *
 * @param epoch of the lease under which it was started here
 * @param tenantId for logs
 * @param requestId for logs, the API request that asked for the sandbox
 * @param deadlineNanos on the monotonic clock of {@code boot}
 * @param deadlineRevision the newest revision heard
 * @param startedNanos when it began to run, on the same clock; null until then
 * @param warm whether its box came from the pool's shelf
 * @param cause why it is being ended; null until that is decided
 * @param message the same for people
 * @param meter how far its use has been told; null until it runs, and of a sandbox that an agent started which told none
 */
public record SandboxLine(
        SandboxId id,
        long epoch,
        String tenantId,
        String requestId,
        RuntimeId runtimeId,
        TemplateBuild template,
        Phase phase,
        String boot,
        long deadlineNanos,
        long deadlineRevision,
        @Nullable Long startedNanos,
        boolean warm,
        @Nullable String cause,
        @Nullable String message,
        @Nullable MeterLine meter) {

    /** How far it has come. */
    public enum Phase {
        ASSIGNING,
        RUNNING,
        STOPPING
    }
}
