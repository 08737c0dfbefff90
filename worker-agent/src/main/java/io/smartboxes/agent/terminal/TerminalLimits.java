package io.smartboxes.agent.terminal;

import java.time.Duration;

/**
 * What terminals may take.
 *
 * @param perSandbox terminals of one sandbox
 * @param perWorker terminals of all sandboxes together
 * @param detached how long a shell that nobody looks at, and that is silent, goes on
 * @param connection how long one connection lasts; the next one needs a ticket of its own
 * @param unheard how long connections stay open while the control plane cannot say who has lost the right to them
 */
public record TerminalLimits(int perSandbox, int perWorker, Duration detached, Duration connection, Duration unheard) {

    private static final int PER_SANDBOX = 8;
    private static final int PER_WORKER_MIN = 16;
    private static final int PER_WORKER_MAX = 10_000;

    /** 8 for each sandbox, and as many in all as a quarter of this JVM's heap holds; an hour; 12 hours; 10 minutes. */
    public static TerminalLimits defaults() {
        long fitting = Runtime.getRuntime().maxMemory() / 4 / Scrollback.BYTES_MAX;
        return new TerminalLimits(
                PER_SANDBOX,
                (int) Math.clamp(fitting, PER_WORKER_MIN, PER_WORKER_MAX),
                Duration.ofHours(1),
                Duration.ofHours(12),
                Duration.ofMinutes(10));
    }
}
