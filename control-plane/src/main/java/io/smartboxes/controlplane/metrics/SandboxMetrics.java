package io.smartboxes.controlplane.metrics;

import io.smartboxes.api.e2b.SandboxMetric;
import io.smartboxes.api.e2b.SandboxesWithMetrics;
import io.smartboxes.controlplane.metrics.MetricRequests.Range;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.sandbox.SandboxProblems;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what sandboxes used. */
@Singleton
class SandboxMetrics {

    /** In one answer, about. */
    static final int POINTS_MAX = 2_000;

    private static final Duration SAMPLE = Duration.ofSeconds(5);
    private static final long MINUTE_SECONDS = 60;
    private static final double HUNDREDTHS = 100;
    private static final int MIB_BITS = 20;

    private final TenantDatabase database;
    private final InstantSource clock;

    SandboxMetrics(TenantDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What there is to use, and when it did. */
    private record Life(
            int vcpus,
            long memoryMib,
            long diskMib,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    /** Figures of one sandbox, oldest first; of too many, means and maxima of as many minutes as it takes. */
    List<SandboxMetric> of(TenantId tenant, SandboxId sandbox, Range asked) {
        return database.transaction(tenant, statements -> {
            Life life = life(statements, tenant, sandbox);
            Instant started = life.startedAt();
            if (started == null) {
                return List.<SandboxMetric>of();
            }
            Instant end = life.endedAt() == null ? clock.instant() : life.endedAt();
            Instant from = asked.from().isBefore(started) ? started : asked.from();
            Instant to = asked.to().isAfter(end) ? end.plus(SAMPLE) : asked.to();
            return points(statements, tenant, sandbox, life, new Range(from, to), widthSeconds(from, to));
        });
    }

    private static Life life(Statements statements, TenantId tenant, SandboxId sandbox) {
        return statements
                .first(
                        """
                        select vcpus, memory_mib, disk_mib, started_at, ended_at from sandbox where tenant_id = ? and id = ?
                        """,
                        row -> new Life(
                                row.count("vcpus"),
                                row.number("memory_mib"),
                                row.number("disk_mib"),
                                row.instantOrNull("started_at"),
                                row.instantOrNull("ended_at")),
                        tenant.value(),
                        sandbox.value())
                .orElseThrow(() -> SandboxProblems.sandboxNotFound(sandbox.toString()));
    }

    /** Of one figure: 1, where each row is one; else whole minutes. */
    static long widthSeconds(Instant from, Instant to) {
        long seconds = Math.max(0, Duration.between(from, to).toSeconds());
        if (seconds <= POINTS_MAX * SAMPLE.toSeconds()) {
            return 1;
        }
        long minutes = Math.ceilDiv(Math.ceilDiv(seconds, POINTS_MAX), MINUTE_SECONDS);
        return minutes * MINUTE_SECONDS;
    }

    /** A minute's row is placed at its beginning, where the sandbox may not have begun. */
    private static List<SandboxMetric> points(
            Statements statements, TenantId tenant, SandboxId sandbox, Life life, Range range, long widthSeconds) {
        return statements.list(
                """
                select greatest(min(at), ?::timestamptz) as at, round(sum(cpu::bigint * samples) / sum(samples)) as cpu,
                    max(memory) as memory, max(cache) as cache, max(disk) as disk
                from sandbox_metric
                where tenant_id = ? and sandbox_id = ? and at >= date_trunc('minute', ?::timestamptz, 'UTC') and at < ?
                    and (span = 60 or at >= ?)
                group by floor(extract(epoch from at) / ?::bigint)
                order by 1 limit ?
                """,
                row -> metric(row, life),
                range.from(),
                tenant.value(),
                sandbox.value(),
                range.from(),
                range.to(),
                range.from(),
                widthSeconds,
                2 * POINTS_MAX);
    }

    /** The latest figures of those sandboxes that have any, by id. */
    SandboxesWithMetrics latest(TenantId tenant, List<SandboxId> sandboxes) {
        Map<String, SandboxMetric> found = database
                .transaction(
                        tenant,
                        statements -> statements.list(
                                """
                                select s.id, s.vcpus, s.memory_mib, s.disk_mib, greatest(m.at, s.started_at) as at, m.cpu, m.memory,
                                    m.cache, m.disk
                                from sandbox s cross join lateral (
                                    select at, cpu, memory, cache, disk from sandbox_metric
                                    where tenant_id = s.tenant_id and sandbox_id = s.id order by at desc limit 1) m
                                where s.tenant_id = ? and s.id = any (?)
                                """,
                                row -> Map.entry(
                                        new SandboxId(row.uuid("id")).toString(),
                                        metric(
                                                row,
                                                new Life(
                                                        row.count("vcpus"),
                                                        row.number("memory_mib"),
                                                        row.number("disk_mib"),
                                                        null,
                                                        null))),
                                tenant.value(),
                                sandboxes.stream().map(SandboxId::value).toList()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, two) -> one, TreeMap::new));
        return new SandboxesWithMetrics(found);
    }

    private static SandboxMetric metric(Row row, Life life) {
        Instant at = row.instant("at");
        return new SandboxMetric(
                at,
                at.getEpochSecond(),
                life.vcpus(),
                row.number("cpu") / HUNDREDTHS,
                row.number("memory"),
                life.memoryMib() << MIB_BITS,
                row.number("cache"),
                row.number("disk"),
                life.diskMib() << MIB_BITS);
    }
}
