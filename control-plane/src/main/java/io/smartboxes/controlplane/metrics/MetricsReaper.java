package io.smartboxes.controlplane.metrics;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one row a minute of samples that are old, and forgets those of sandboxes that ended long ago. Any number of replicas may do
 * it at once.
 */
@Singleton
class MetricsReaper {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsReaper.class);

    private static final int FOLDED_AT_ONCE = 5_000;
    private static final int LOOKED_AT_AT_ONCE = 200;

    /** Of one round: the next one goes on. */
    private static final int BATCHES_MAX = 100;

    private final SystemDatabase database;
    private final MetricsConfig config;
    private final InstantSource clock;

    MetricsReaper(SystemDatabase database, MetricsConfig config, InstantSource clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "30s", initialDelay = "20s")
    void sweep() {
        try {
            for (int batch = 0; batch < BATCHES_MAX && fold() > 0; batch++) {
                LOG.debug("samples were folded");
            }
            for (int batch = 0; batch < BATCHES_MAX && forget() > 0; batch++) {
                LOG.debug("metrics were looked at");
            }
        } catch (RuntimeException failure) {
            LOG.warn("metrics are not tidied until the next round: {}", failure.getMessage());
        }
    }

    /** How many rows of minutes it wrote. What comes late is added to its minute. */
    int fold() {
        Instant before = clock.instant().minus(config.fineFor()).truncatedTo(ChronoUnit.MINUTES);
        return database.transaction(statements -> statements.update("""
                with old as (
                    select tenant_id, sandbox_id, at from sandbox_metric where span = 5 and at < ?
                    order by at limit ? for update skip locked
                ), folded as (
                    delete from sandbox_metric m using old
                    where m.tenant_id = old.tenant_id and m.sandbox_id = old.sandbox_id and m.at = old.at and m.span = 5
                    returning m.*
                )
                insert into sandbox_metric as known (tenant_id, sandbox_id, at, span, cpu, memory, cache, disk, samples)
                select tenant_id, sandbox_id, date_trunc('minute', at, 'UTC'), 60, round(avg(cpu)), max(memory), max(cache),
                    max(disk), count(*)
                from folded group by 1, 2, 3 order by 1, 2, 3
                on conflict (tenant_id, sandbox_id, at, span) do update set
                    cpu = round((known.cpu::bigint * known.samples + excluded.cpu::bigint * excluded.samples)::numeric
                        / (known.samples + excluded.samples)),
                    memory = greatest(known.memory, excluded.memory),
                    cache = greatest(known.cache, excluded.cache),
                    disk = greatest(known.disk, excluded.disk),
                    samples = known.samples + excluded.samples
                """, before, FOLDED_AT_ONCE));
    }

    /** How many sandboxes it looked at. One that lives is not looked at again before it could be due. */
    int forget() {
        Instant now = clock.instant();
        return database.transaction(statements -> statements
                .first(
                        """
                        with due as (
                            select w.tenant_id, w.sandbox_id, s.ended_at
                            from sandbox_metric_watch w
                            left join sandbox s on s.tenant_id = w.tenant_id and s.id = w.sandbox_id
                            where w.look_at <= ? order by w.look_at limit ? for update of w skip locked
                        ), over as (
                            delete from sandbox_metric_watch w using due
                            where w.tenant_id = due.tenant_id and w.sandbox_id = due.sandbox_id and due.ended_at <= ?
                            returning w.tenant_id, w.sandbox_id
                        ), gone as (
                            delete from sandbox_metric m using over
                            where m.tenant_id = over.tenant_id and m.sandbox_id = over.sandbox_id
                        ), later as (
                            update sandbox_metric_watch w
                            set look_at = coalesce(due.ended_at, ?::timestamptz) + ?::bigint * interval '1 millisecond'
                            from due
                            where w.tenant_id = due.tenant_id and w.sandbox_id = due.sandbox_id
                                and (due.ended_at is null or due.ended_at > ?)
                        )
                        select count(*) as looked_at from due
                        """,
                        row -> row.count("looked_at"),
                        now,
                        LOOKED_AT_AT_ONCE,
                        now.minus(config.keptAfterEnd()),
                        now,
                        config.keptAfterEnd().toMillis(),
                        now.minus(config.keptAfterEnd()))
                .orElse(0));
    }
}
