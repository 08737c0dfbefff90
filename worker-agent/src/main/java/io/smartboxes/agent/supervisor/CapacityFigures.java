package io.smartboxes.agent.supervisor;

/**
 * What this worker offers and what of it is taken.
 *
 * @param warm boxes ready to be handed out now; not counted in what is taken
 */
public record CapacityFigures(
        CapacityLimits limits,
        int sandboxesUsed,
        long vcpuMillisUsed,
        long memoryMibUsed,
        long diskMibUsed,
        int warm) {}
