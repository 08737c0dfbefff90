package io.smartboxes.controlplane.usage;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/**
 * Sums with their cost, in one statement and so of one moment: what is rolled up, the ledger's rows that are not yet, and beside
 * them what runs and is in neither. So a settled figure is the ledger's at any time.
 */
@Singleton
final class FigureRepository {

    private static final String FIGURES = """
            with q as (
                select ?::uuid as tenant, ?::timestamptz as since, ?::timestamptz as until, ?::uuid as api_key,
                    ?::uuid as template, ?::uuid as sandbox, ?::timestamptz as now, ?::text as after, ?::int as most),
            book as (
                select p.meter, p.usd, p.included, v.valid_from, v.valid_until
                from price p join (
                    select number, valid_from, coalesce(lead(valid_from) over (order by valid_from), 'infinity') as valid_until
                    from price_book_version) v on v.number = p.version),
            used as (
                select false as estimated, h.hour, h.sandbox_id, h.api_key_id, h.template_id, h.meter, h.quantity, h.running_millis
                from q join usage_hour h on h.tenant_id = q.tenant and h.hour >= q.since and h.hour < q.until %1$s
                union all
                select false, date_trunc('hour', h.from_at, 'UTC'), h.sandbox_id, h.api_key_id, h.template_id, h.meter, h.quantity,
                    round(extract(epoch from h.to_at - h.from_at) * 1000)::bigint
                from q cross join usage_cursor c
                    join usage_ledger h on h.tenant_id = q.tenant and h.xid >= c.rolled_up_to
                        and h.from_at >= q.since and h.from_at < q.until %1$s
                union all
                select true, piece.hour, r.sandbox_id, r.api_key_id, r.template_id, a.meter, a.amount * piece.millis, piece.millis
                from (
                    select h.id as sandbox_id, h.api_key_id, h.template_id, h.vcpus, h.memory_mib, h.disk_mib,
                        coalesce(
                            (select to_at from usage_ledger l where l.tenant_id = q.tenant and l.sandbox_id = h.id
                                and l.epoch = h.epoch order by l.sequence desc limit 1),
                            h.started_at) as since,
                        least(q.now, worker_heard_at(h.worker_id)) as until
                    from q join (select *, id as sandbox_id from sandbox) h on h.tenant_id = q.tenant
                        and h.seen in ('RUNNING', 'STOPPING') and h.seen not in ('TERMINATED', 'FAILED') %1$s
                    where worker_heard_at(h.worker_id) is not null) r
                    cross join q
                    cross join lateral generate_series(
                        date_trunc('hour', r.since, 'UTC'), r.until, interval '1 hour') as full_hour(hour)
                    cross join lateral (
                        select full_hour.hour, floor(extract(epoch from
                            least(r.until, full_hour.hour + interval '1 hour') - greatest(r.since, full_hour.hour)) * 1000)::bigint
                            as millis) piece
                    cross join lateral (
                        values ('vcpu', r.vcpus::bigint), ('memory', r.memory_mib), ('disk', r.disk_mib)) a(meter, amount)
                where piece.millis > 0 and piece.hour >= q.since and piece.hour < q.until),
            g as materialized (
                select %2$s as bucket, u.meter, u.estimated, sum(u.quantity)::bigint as quantity,
                    coalesce(sum(greatest(u.quantity - b.included * u.running_millis, 0) * b.usd), 0) as cost
                from used u left join book b on b.meter = u.meter and u.hour >= b.valid_from and u.hour < b.valid_until
                group by 1, 2, 3),
            page as (
                select distinct coalesce(bucket, '') as bucket from g cross join q
                where q.after is null or coalesce(bucket, '') %3$s q.after
                order by 1 %4$s limit (select most from q))
            select true as total, null::text as bucket, null::text as name, meter, estimated, sum(quantity)::bigint as quantity,
                sum(cost) as cost
            from g group by meter, estimated
            union all
            select false, g.bucket, %5$s, g.meter, g.estimated, g.quantity, g.cost
            from g cross join q where coalesce(g.bucket, '') in (select bucket from page)
            """;

    FigureRepository() {}

    /** Totals, and the sums of as many groups as are asked for. */
    List<Figure> figures(Statements statements, TenantId tenant, UsageQuery query, Instant now) {
        UsageScope scope = query.scope();
        UsageGrouping grouping = query.grouping();
        String sql = FIGURES.formatted(
                filter(scope),
                grouping.bucket(),
                grouping.ascending() ? ">" : "<",
                grouping.ascending() ? "asc" : "desc",
                grouping.label());
        return statements.list(
                sql,
                FigureRepository::figure,
                tenant.value(),
                scope.from(),
                scope.to(),
                scope.apiKey() == null ? null : scope.apiKey().value(),
                scope.template() == null ? null : scope.template().value(),
                scope.sandbox() == null ? null : scope.sandbox().value(),
                now,
                query.after(),
                query.limit());
    }

    /** Only what is asked for, so that the index for it is used. */
    static String filter(UsageScope scope) {
        return (scope.apiKey() == null ? "" : " and h.api_key_id = q.api_key")
                + (scope.template() == null ? "" : " and h.template_id = q.template")
                + (scope.sandbox() == null ? "" : " and h.sandbox_id = q.sandbox");
    }

    private static Figure figure(Row row) {
        return new Figure(
                row.flag("total"),
                row.textOrNull("bucket"),
                row.textOrNull("name"),
                Meter.of(row.text("meter")).orElseThrow(),
                row.flag("estimated"),
                row.number("quantity"),
                row.decimal("cost"));
    }
}
