package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.usage.MeteredInterval;
import io.smartboxes.id.SandboxId;
import java.time.Duration;
import java.time.Instant;

/**
 * One thing that a worker saw happen to a sandbox.
 *
 * @param at by the worker's wall clock: for people, and for placing durations
 */
record WorkerReport(long sequence, SandboxId sandbox, long epoch, Instant at, Event event) {

    sealed interface Event {}

    record Started(String runtimeId, Duration remaining, long deadlineRevision) implements Event {}

    /** @param retryable whether another worker, or this one later, may succeed */
    record StartFailed(String message, boolean retryable) implements Event {}

    record Ended(EndCause cause, String message, Duration lived) implements Event {}

    record DeadlineSet(long revision, Duration remaining) implements Event {}

    /** What the sandbox used: changes nothing about it. */
    record Metered(MeteredInterval interval) implements Event {}
}
