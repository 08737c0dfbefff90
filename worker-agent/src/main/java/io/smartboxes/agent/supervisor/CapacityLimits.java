package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.HostResources;

/**
 * What this worker offers in all, overcommit included.
 *
 * @param sandboxes at once
 */
public record CapacityLimits(int sandboxes, long vcpuMillis, long memoryMib, long diskMib) {

    /** The host's own figures, each times how much of it may be promised. */
    public static CapacityLimits of(
            HostResources host, int sandboxes, double vcpuOvercommit, double memoryOvercommit, double diskOvercommit) {
        return new CapacityLimits(
                sandboxes,
                Math.round(host.processors() * 1000L * vcpuOvercommit),
                Math.round(host.memoryMib() * memoryOvercommit),
                Math.round(host.diskMib() * diskOvercommit));
    }
}
