package io.smartboxes.agent.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.UsageInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What sandboxes were said to have used. The same interval may come again, and must then say the same. */
final class UsageBook {

    private final Map<String, SortedMap<Long, UsageInterval>> intervals = new TreeMap<>();

    void take(Report report) {
        UsageInterval interval = report.getUsage();
        var known = intervals.computeIfAbsent(key(report.getSandboxId(), report.getEpoch()), key -> new TreeMap<>());
        assertThat(known.getOrDefault(interval.getSequence(), interval))
                .as("interval %s of %s", interval.getSequence(), report.getSandboxId())
                .isEqualTo(interval);
        known.put(interval.getSequence(), interval);
    }

    List<UsageInterval> intervals(SandboxId id, long epoch) {
        return new ArrayList<>(intervals
                .getOrDefault(key(id.toString(), epoch), new TreeMap<>())
                .values());
    }

    /** Of every sandbox: from its start on, no moment is missing and none is there twice. */
    void requireWhole() {
        intervals.forEach((lease, told) -> {
            long sequence = 0;
            long until = 0;
            for (UsageInterval interval : told.values()) {
                assertThat(interval.getSequence()).as(lease).isEqualTo(++sequence);
                assertThat(interval.getFromMillis()).as(lease).isEqualTo(until);
                assertThat(interval.getToMillis()).as(lease).isGreaterThan(until);
                until = interval.getToMillis();
            }
            assertThat(told.values().stream()
                            .mapToLong(UsageInterval::getVcpuMillis)
                            .sum())
                    .as(lease)
                    .isEqualTo(2 * until);
        });
    }

    private static String key(String sandbox, long epoch) {
        return sandbox + "/" + epoch;
    }
}
