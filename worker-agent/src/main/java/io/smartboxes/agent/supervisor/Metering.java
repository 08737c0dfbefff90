package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.journal.MeterLine;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.workerlink.UsageInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox was given and used since its meter was last read, cut at full hours, and where the meter stands then. Whole
 * milliseconds from the start: however often it is read, nothing is lost to rounding.
 */
record Metering(List<UsageInterval> intervals, MeterLine after) {

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /**
     * Reads the meter.
     *
     * @param millis from the start until now, monotonic
     * @param cpu what the box has used since its boot; empty when the host cannot tell
     */
    static Metering of(MeterLine before, TemplateBuild template, long millis, Optional<Duration> cpu) {
        if (millis <= before.untilMillis()) {
            return new Metering(List.of(), before);
        }
        Long cpuMillis = cpu.map(Duration::toMillis)
                .map(now -> Math.max(now, before.cpuMillis() == null ? now : before.cpuMillis()))
                // Not told now, it is told with the next interval.
                .orElse(before.cpuMillis());
        Long used = cpu.isEmpty() || cpuMillis == null || before.cpuMillis() == null
                ? null
                : Long.valueOf(cpuMillis - before.cpuMillis());

        var intervals = new ArrayList<UsageInterval>();
        long sequence = before.sequence();
        for (long from = before.untilMillis(); from < millis; ) {
            long to = Math.min(millis, nextHour(before.startedWallMillis() + from) - before.startedWallMillis());
            intervals.add(
                    interval(++sequence, from, to, template, share(used, before.untilMillis(), millis, from, to)));
            from = to;
        }
        return new Metering(
                List.copyOf(intervals), new MeterLine(sequence, before.startedWallMillis(), millis, cpuMillis));
    }

    private static long nextHour(long wallMillis) {
        return (Math.floorDiv(wallMillis, HOUR_MILLIS) + 1) * HOUR_MILLIS;
    }

    /** Of what was used between begin and end, the part of one piece; all parts add up to the whole. */
    private static @Nullable Long share(@Nullable Long used, long begin, long end, long from, long to) {
        return used == null ? null : used * (to - begin) / (end - begin) - used * (from - begin) / (end - begin);
    }

    private static UsageInterval interval(
            long sequence, long from, long to, TemplateBuild template, @Nullable Long cpuUsed) {
        long millis = to - from;
        var interval = UsageInterval.newBuilder()
                .setSequence(sequence)
                .setFromMillis(from)
                .setToMillis(to)
                .setVcpuMillis(millis * template.vcpus())
                .setMemoryMibMillis(millis * template.memoryMib())
                .setDiskMibMillis(millis * template.diskMib());
        if (cpuUsed != null) {
            interval.setCpuUsedMillis(cpuUsed);
        }
        return interval.build();
    }
}
