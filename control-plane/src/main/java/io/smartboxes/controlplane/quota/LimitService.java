package io.smartboxes.controlplane.quota;

import io.smartboxes.api.v1.Limits;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Shows a tenant what limits it. */
@Singleton
public final class LimitService {

    private final TenantDatabase database;
    private final LimitRepository limits;
    private final QuotaRepository counters;
    private final InstantSource clock;

    LimitService(TenantDatabase database, LimitRepository limits, QuotaRepository counters, InstantSource clock) {
        this.database = database;
        this.limits = limits;
        this.counters = counters;
        this.clock = clock;
    }

    /** As they are now, not as they are remembered. */
    public Limits of(TenantId tenant) {
        return database.transaction(tenant, statements -> {
            var allowed = limits.of(statements, tenant, clock.instant());
            var used = counters.used(statements, tenant);
            return new Limits(
                    new Limits.Plan(allowed.plan(), allowed.planName()),
                    allowed.limits().stream().map(limit -> shown(limit, used)).toList());
        });
    }

    private static Limits.Limit shown(Limit limit, Amounts used) {
        var resource = limit.resource();
        var rate = limit.rate();
        return new Limits.Limit(
                resource.code(),
                resource.kind().code(),
                resource.unit(),
                limit.max(),
                resource.kind() == LimitedResource.Kind.TOTAL ? used.of(resource) : null,
                rate == null ? null : rate.per().toSeconds(),
                rate == null ? null : rate.burst(),
                resource.whenReached(),
                shown(limit.override()));
    }

    private static Limits.@Nullable Override shown(Limit.@Nullable Override override) {
        return override == null
                ? null
                : new Limits.Override(override.reason(), override.madeAt(), override.expiresAt());
    }
}
