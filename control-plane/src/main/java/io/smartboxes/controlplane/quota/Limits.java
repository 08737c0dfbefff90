package io.smartboxes.controlplane.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** What limits each tenant, remembered for at most eight seconds and dropped at once when it is known to have changed. */
@Singleton
final class Limits {

    private static final Duration REMEMBERED = Duration.ofSeconds(8);
    private static final long REMEMBERED_MAX = 10_000;

    private final TenantDatabase database;
    private final LimitRepository repository;
    private final InstantSource clock;
    private final Cache<TenantId, TenantLimits> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    Limits(TenantDatabase database, LimitRepository repository, NudgeBus nudges, InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.clock = clock;
        nudges.subscribe(QuotaTopics.LIMITS_CHANGED, new NudgeListener() {
            @Override
            public void nudged(String tenant) {
                known.invalidate(TenantId.parse(tenant));
            }

            @Override
            public void missed() {
                known.invalidateAll();
            }
        });
    }

    /** Asked of the database once, however many ask at the same time. */
    TenantLimits of(TenantId tenant) {
        return known.get(tenant, this::load);
    }

    private TenantLimits load(TenantId tenant) {
        return database.transaction(tenant, statements -> repository.of(statements, tenant, clock.instant()));
    }
}
