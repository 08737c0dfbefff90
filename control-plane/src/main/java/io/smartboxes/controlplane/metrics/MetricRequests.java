package io.smartboxes.controlplane.metrics;

import io.smartboxes.controlplane.sandbox.NamedSandbox;
import io.smartboxes.id.SandboxId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what callers ask of metrics. */
final class MetricRequests {

    static final int SANDBOXES_MAX = 100;

    /** The end of the year 9999. */
    private static final long SECONDS_MAX = 253_402_300_799L;

    private static final long MILLIS = 1_000;

    private static final int ID_SHOWN_MAX = 100;

    private MetricRequests() {}

    /** @param to the moment after the last one */
    record Range(Instant from, Instant to) {}

    static SandboxId sandbox(String id) {
        return NamedSandbox.require(id);
    }

    static Range range(@Nullable Long start, @Nullable Long end) {
        long from = seconds("start", start, 0);
        long to = seconds("end", end, SECONDS_MAX);
        if (from > to) {
            throw refused("start is " + from + " and end is " + to + ": start must not be after end.");
        }
        return new Range(Instant.ofEpochSecond(from), Instant.ofEpochSecond(to + 1));
    }

    static List<SandboxId> sandboxes(@Nullable List<String> asked) {
        var ids = asked == null
                ? List.<String>of()
                : asked.stream()
                        .flatMap(some -> Stream.of(some.split(",", -1)))
                        .map(String::strip)
                        .distinct()
                        .toList();
        if (ids.isEmpty() || ids.equals(List.of(""))) {
            throw refused("sandbox_ids is missing: name 1 to " + SANDBOXES_MAX
                    + " sandboxes by their ids, with commas between them.");
        }
        if (ids.size() > SANDBOXES_MAX) {
            throw refused(
                    "sandbox_ids names " + ids.size() + " sandboxes: " + SANDBOXES_MAX + " are possible at once.");
        }
        return ids.stream()
                .map(id -> NamedSandbox.of(id)
                        .orElseThrow(() -> refused("sandbox_ids has \""
                                + (id.length() <= ID_SHOWN_MAX ? id : id.substring(0, ID_SHOWN_MAX) + "...")
                                + "\", which is no id of a sandbox.")))
                .toList();
    }

    /** Python clients of 2025 sent milliseconds here. No time up to the year 9999 is as many seconds as any later than 1978 in them. */
    private static long seconds(String name, @Nullable Long asked, long otherwise) {
        if (asked == null) {
            return otherwise;
        }
        long seconds = asked > SECONDS_MAX ? asked / MILLIS : asked;
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw refused(name + " is " + asked + ": it must be a time in seconds since 1970.");
        }
        return seconds;
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.INVALID_REQUEST, why);
    }
}
