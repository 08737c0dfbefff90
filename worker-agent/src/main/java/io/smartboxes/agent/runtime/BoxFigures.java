package io.smartboxes.agent.runtime;

import java.time.Duration;

/**
 * What a box uses at one moment, as the host counts it.
 *
 * @param cpu CPU time since boot, isolation included
 * @param memoryBytes memory that its processes and files in memory hold; isolation and the cache of files on disk left out
 * @param cacheBytes memory that holds what is on the disk too
 * @param diskBytes what the box has written above its image
 */
public record BoxFigures(Duration cpu, long memoryBytes, long cacheBytes, long diskBytes) {}
