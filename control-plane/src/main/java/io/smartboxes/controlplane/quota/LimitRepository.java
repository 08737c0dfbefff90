package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads plans and what holds instead of them, and writes the latter. Runs in its caller's transaction. */
@Singleton
final class LimitRepository {

    LimitRepository() {}

    boolean isPlan(Statements statements, String code) {
        return statements
                .first("select 1 as one from plan where code = ?", row -> true, code)
                .isPresent();
    }

    TenantLimits of(Statements statements, TenantId tenant, Instant now) {
        Map<LimitedResource, Limit> found = new EnumMap<>(LimitedResource.class);
        var plan = statements
                .first(
                        "select plan.code, plan.name from tenant join plan on plan.code = tenant.plan where tenant.id = ?",
                        row -> Map.entry(row.text("code"), row.text("name")),
                        tenant.value())
                .orElseThrow();
        for (Limit limit : statements.list("""
                select resource, case when o.resource is null then p.max else o.max end as max, p.per_seconds, p.burst,
                    o.reason, o.made_by, o.made_at, o.expires_at
                from (select resource, max, per_seconds, burst from plan_limit where plan = ?) p
                full join (
                    select resource, max, reason, made_by, made_at, expires_at from limit_override
                    where tenant_id = ? and (expires_at is null or expires_at > ?)) o using (resource)
                """, LimitRepository::limit, plan.getKey(), tenant.value(), now)) {
            found.put(limit.resource(), limit);
        }
        return new TenantLimits(
                plan.getKey(),
                plan.getValue(),
                Arrays.stream(LimitedResource.values())
                        .map(resource ->
                                Optional.ofNullable(found.get(resource)).orElse(new Limit(resource, null, null, null)))
                        .toList());
    }

    void override(Statements statements, TenantId tenant, LimitOverrides.Order order, Instant now) {
        statements.update(
                """
                insert into limit_override (tenant_id, resource, max, reason, made_by, made_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant_id, resource) do update set max = excluded.max, reason = excluded.reason,
                    made_by = excluded.made_by, made_at = excluded.made_at, expires_at = excluded.expires_at
                """,
                tenant.value(),
                order.resource().code(),
                order.max(),
                order.reason(),
                order.madeBy(),
                now,
                order.expiresAt());
    }

    /** Whoever looks at the tenant's limits is told of their change. False: there is no such tenant, or it is gone. */
    boolean markChanged(Statements statements, TenantId tenant) {
        return statements.update(
                        "update tenant set limits_xid = pg_current_xact_id() where id = ? and deleted_at is null",
                        tenant.value())
                > 0;
    }

    boolean followPlan(Statements statements, TenantId tenant, LimitedResource resource) {
        return statements.update(
                        "delete from limit_override where tenant_id = ? and resource = ?",
                        tenant.value(),
                        resource.code())
                > 0;
    }

    boolean changePlan(Statements statements, TenantId tenant, String plan) {
        return statements.update(
                        "update tenant set plan = ?, limits_xid = pg_current_xact_id() where id = ?",
                        plan,
                        tenant.value())
                > 0;
    }

    private static Limit limit(Row row) {
        var resource = LimitedResource.of(row.text("resource"));
        Long max = row.numberOrNull("max");
        return new Limit(resource, max, max == null ? null : rate(resource, row, max), override(row));
    }

    /** A rate that only an override limits is one per second. */
    private static @Nullable Rate rate(LimitedResource resource, Row row, long max) {
        if (resource.kind() != LimitedResource.Kind.RATE) {
            return null;
        }
        Long seconds = row.numberOrNull("per_seconds");
        Long burst = row.numberOrNull("burst");
        return new Rate(
                max, Duration.ofSeconds(seconds == null ? 1 : seconds), burst == null ? max : Math.max(max, burst));
    }

    private static Limit.@Nullable Override override(Row row) {
        String reason = row.textOrNull("reason");
        return reason == null
                ? null
                : new Limit.Override(
                        reason, row.text("made_by"), row.instant("made_at"), row.instantOrNull("expires_at"));
    }
}
