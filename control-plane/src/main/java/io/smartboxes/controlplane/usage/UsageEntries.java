package io.smartboxes.controlplane.usage;

import io.smartboxes.api.v1.UsageEntryList;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UsageId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger's rows, for whoever asks why a figure is what it is. */
@Singleton
final class UsageEntries {

    private static final String ENTRIES = """
            with q as (
                select ?::uuid as tenant, ?::timestamptz as since, ?::timestamptz as until, ?::uuid as api_key,
                    ?::uuid as template, ?::uuid as sandbox, ?::text as meter)
            select h.id, h.sandbox_id, h.sequence, h.meter, h.from_at, h.to_at, h.quantity, h.api_key_id, h.template_id,
                h.recorded_at,
                coalesce(greatest(h.quantity - p.included * round(extract(epoch from h.to_at - h.from_at) * 1000)::bigint, 0) * p.usd, 0)
                    as cost
            from q join usage_ledger h on h.tenant_id = q.tenant and h.from_at >= q.since and h.from_at < q.until
                left join price p on p.meter = h.meter and p.version = (
                    select number from price_book_version where valid_from <= date_trunc('hour', h.from_at, 'UTC')
                    order by valid_from desc limit 1)
            where (q.meter is null or h.meter = q.meter) %s %s
            order by h.from_at desc, h.id desc limit ?
            """;

    private final TenantDatabase database;

    UsageEntries(TenantDatabase database) {
        this.database = database;
    }

    UsageEntryList list(TenantId tenant, UsageScope scope, @Nullable Meter meter, @Nullable Cursor after, int limit) {
        String sql = ENTRIES.formatted(
                FigureRepository.filter(scope), after == null ? "" : "and (h.from_at, h.id) < (?, ?)");
        var parameters = new ArrayList<@Nullable Object>();
        parameters.add(tenant.value());
        parameters.add(scope.from());
        parameters.add(scope.to());
        parameters.add(scope.apiKey() == null ? null : scope.apiKey().value());
        parameters.add(scope.template() == null ? null : scope.template().value());
        parameters.add(scope.sandbox() == null ? null : scope.sandbox().value());
        parameters.add(meter == null ? null : meter.code());
        if (after != null) {
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit + 1);
        List<UsageEntryList.Entry> found = database.transaction(
                tenant, statements -> statements.list(sql, UsageEntries::entry, parameters.toArray()));
        if (found.size() <= limit) {
            return new UsageEntryList(found, null);
        }
        var last = found.get(limit - 1);
        var next = new Cursor(last.from(), UsageId.parse(last.id()).value(), false);
        return new UsageEntryList(found.subList(0, limit), next.encode());
    }

    private static UsageEntryList.Entry entry(Row row) {
        UUID key = row.uuidOrNull("api_key_id");
        return new UsageEntryList.Entry(
                new UsageId(row.uuid("id")).toString(),
                new SandboxId(row.uuid("sandbox_id")).toString(),
                row.number("sequence"),
                row.text("meter"),
                row.instant("from_at"),
                row.instant("to_at"),
                row.number("quantity"),
                Meter.of(row.text("meter")).orElseThrow().unit(),
                Money.exact(row.decimal("cost")),
                key == null ? null : new ApiKeyId(key).toString(),
                new TemplateId(row.uuid("template_id")).toString(),
                row.instant("recorded_at"));
    }
}
