package io.smartboxes.controlplane.metrics;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/** Takes what workers saw. Runs in its caller's transaction. */
@Singleton
public final class SampleStore {

    private final MetricsConfig config;

    SampleStore(MetricsConfig config) {
        this.config = config;
    }

    /**
     * Adds samples of sandboxes that are leased to the worker; of others, of times outside of their lives, and of what is known
     * already, nothing. Whoever loses power loses the last of them, so the commit need not wait for the disk.
     */
    public void add(Statements statements, WorkerId worker, List<Sample> samples, Instant now) {
        statements.first("select set_config('synchronous_commit', 'off', true)", row -> true);
        int unused = statements.update(
                """
                with said as (
                    select s.tenant_id, s.id, s.started_at + said.at_millis * interval '1 millisecond' as at,
                        said.cpu::integer as cpu, said.memory, said.cache, said.disk, s.ended_at
                    from unnest(?, ?, ?, ?, ?, ?, ?) as said (sandbox_id, epoch, at_millis, cpu, memory, cache, disk)
                    join sandbox s on s.id = said.sandbox_id and s.epoch = said.epoch
                    where s.worker_id = ? and s.started_at is not null and (s.ended_at is null or s.ended_at > ?)
                ), believed as (
                    select * from said
                    where at < ?::timestamptz + interval '1 minute' and (ended_at is null or at <= ended_at + interval '5 seconds')
                ), watched as (
                    insert into sandbox_metric_watch (tenant_id, sandbox_id, look_at)
                    select distinct tenant_id, id, ?::timestamptz from believed order by 1, 2
                    on conflict do nothing
                )
                insert into sandbox_metric (tenant_id, sandbox_id, at, span, cpu, memory, cache, disk)
                select tenant_id, id, at, 5, cpu, memory, cache, disk from believed order by 1, 2, 3
                on conflict do nothing
                """,
                samples.stream().map(sample -> sample.sandbox().value()).toList(),
                numbers(samples, Sample::epoch),
                numbers(samples, Sample::atMillis),
                numbers(samples, Sample::cpuHundredths),
                numbers(samples, Sample::memoryBytes),
                numbers(samples, Sample::cacheBytes),
                numbers(samples, Sample::diskBytes),
                worker.value(),
                now.minus(config.keptAfterEnd()),
                now,
                now.plus(config.keptAfterEnd()));
    }

    private static long[] numbers(List<Sample> samples, ToLongFunction<Sample> of) {
        return samples.stream().mapToLong(of).toArray();
    }
}
