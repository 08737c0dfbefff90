package io.smartboxes.agent.runtime;

import java.time.Duration;

/**
 * What a box has used so far, as the host counts it.
 *
 * @param cpu CPU time since boot, isolation included
 * @param memoryBytes memory held now, isolation and file cache included
 */
public record BoxUsage(Duration cpu, long memoryBytes) {}
