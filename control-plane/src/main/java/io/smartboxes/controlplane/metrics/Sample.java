package io.smartboxes.controlplane.metrics;

import io.smartboxes.id.SandboxId;

/**
 * What a worker saw a sandbox use at one moment.
 *
 * @param atMillis from the sandbox's start, on the worker's monotonic clock
 * @param cpuHundredths hundredths of a percent of all its vCPUs, since the sample before
 * @param cacheBytes memory that holds what is on the disk too, and is not part of memoryBytes
 */
public record Sample(
        SandboxId sandbox,
        long epoch,
        long atMillis,
        long cpuHundredths,
        long memoryBytes,
        long cacheBytes,
        long diskBytes) {

    private static final long CPU_MAX = 10_000;

    /** As far as any sandbox will ever get: in no sum of it is there an overflow. */
    private static final long MILLIS_MAX = 1L << 40;

    public Sample {
        if (cpuHundredths < 0
                || cpuHundredths > CPU_MAX
                || memoryBytes < 0
                || cacheBytes < 0
                || diskBytes < 0
                || atMillis < 0
                || atMillis > MILLIS_MAX) {
            throw new IllegalArgumentException("A sample says what cannot be");
        }
    }
}
