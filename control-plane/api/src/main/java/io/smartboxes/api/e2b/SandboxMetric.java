package io.smartboxes.api.e2b;

import java.time.Instant;

/**
 * What a sandbox used at one moment. Sizes are in bytes.
 *
 * @param timestampUnix the same in seconds since 1970
 * @param cpuUsedPct of all its vCPUs: 100 is all of them all the time since the figure before
 * @param memUsed what its processes and files in memory hold
 * @param memCache memory that holds what is on the disk too; not part of memUsed
 * @param diskUsed what it has written above its template
 */
public record SandboxMetric(
        Instant timestamp,
        long timestampUnix,
        int cpuCount,
        double cpuUsedPct,
        long memUsed,
        long memTotal,
        long memCache,
        long diskUsed,
        long diskTotal) {}
