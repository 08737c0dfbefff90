package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.runtime.BoxExit;

/**
 * Why a sandbox ended: a stable code for programs, a sentence for people. Exactly one per sandbox; the first stands.
 *
 * @param answersStart the Start itself failed, which is reported as such
 * @param retryable of a failed Start: another worker, or this one later, may succeed
 */
public record CauseOfDeath(String code, String message, boolean answersStart, boolean retryable) {

    /** An end that was asked for, or met, by a sandbox that had been accepted. */
    public static CauseOfDeath ended(String code, String message) {
        return new CauseOfDeath(code, message, false, false);
    }

    /** A Start that led to nothing. */
    public static CauseOfDeath startFailed(String code, String message, boolean retryable) {
        return new CauseOfDeath(code, message, true, retryable);
    }

    /** An end that the control plane asked for; it knows best what to tell people. */
    public static CauseOfDeath asked(String code) {
        return code.isBlank()
                ? ended("api:kill", "The sandbox was ended on request.")
                : ended(code, "The sandbox was ended on request (" + code + ").");
    }

    static CauseOfDeath timeout() {
        return ended("timeout", "The sandbox reached the end of its time to live.");
    }

    static CauseOfDeath superseded(long epoch) {
        return ended("worker:superseded", "The sandbox was started again under the newer lease epoch " + epoch + ".");
    }

    static CauseOfDeath refused(String cause) {
        return ended(
                cause.isBlank() ? "worker:refused" : cause,
                "The control plane no longer knows this sandbox as this worker's.");
    }

    /** Of a sandbox that was running; its box is gone without having been asked to. */
    static CauseOfDeath of(BoxExit exit) {
        return switch (exit) {
            case BoxExit.MemoryExceeded limit -> ended(limit.code(), limit.message());
            case BoxExit.ProcessesExceeded limit -> ended(limit.code(), limit.message());
            case BoxExit.Crashed crash -> ended("runtime:crash", crash.message());
            case BoxExit.Ended unused -> ended("runtime:crash", "The sandbox was removed from its host from outside.");
        };
    }
}
