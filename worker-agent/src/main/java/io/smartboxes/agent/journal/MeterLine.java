package io.smartboxes.agent.journal;

import org.jspecify.annotations.Nullable;

/**
 * How far the use of a sandbox has been told.
 *
 * @param sequence of the newest interval; 0 before the first
 * @param startedWallMillis the wall clock at the start, milliseconds since 1970: places every interval, whatever the clock says later
 * @param untilMillis from the start to the end of the newest interval, monotonic
 * @param cpuMillis the box's CPU time that was told or that does not count, boot included; null while the host has not said it
 */
public record MeterLine(
        long sequence,
        long startedWallMillis,
        long untilMillis,
        @Nullable Long cpuMillis) {}
