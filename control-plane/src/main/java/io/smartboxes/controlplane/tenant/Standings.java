package io.smartboxes.controlplane.tenant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Whether tenants may make something new. An answer is remembered for at most eight seconds, and dropped at once when it is known to have changed. */
@Singleton
public final class Standings {

    private static final Duration REMEMBERED = Duration.ofSeconds(8);
    private static final long REMEMBERED_MAX = 10_000;

    /** Between two sandboxes of a throttled tenant, at each replica. */
    private static final Duration THROTTLED_PACE = Duration.ofSeconds(10);

    private final TenantDatabase database;
    private final TenantRepository tenants;
    private final Cache<TenantId, Standing> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();
    private final Cache<TenantId, Boolean> paced = Caffeine.newBuilder()
            .expireAfterWrite(THROTTLED_PACE)
            .maximumSize(REMEMBERED_MAX)
            .build();

    Standings(TenantDatabase database, TenantRepository tenants, NudgeBus nudges) {
        this.database = database;
        this.tenants = tenants;
        nudges.subscribe(TenantTopics.STANDING_CHANGED, new NudgeListener() {
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

    /** @throws ProblemException TENANT_SUSPENDED, TENANT_CLOSING or TENANT_THROTTLED, with cause and cure */
    public void requireMayCreate(TenantId tenant) {
        var standing = of(tenant);
        if (standing.deleteAt() != null) {
            throw refused(ProblemType.TENANT_CLOSING, standing);
        }
        switch (standing.suspension()) {
            case null -> {}
            case THROTTLED -> {
                if (paced.asMap().putIfAbsent(tenant, true) != null) {
                    throw refused(ProblemType.TENANT_THROTTLED, standing);
                }
            }
            case BLOCKED, TERMINATING -> throw refused(ProblemType.TENANT_SUSPENDED, standing);
        }
    }

    private Standing of(TenantId tenant) {
        var cached = known.getIfPresent(tenant);
        if (cached != null) {
            return cached;
        }
        var found = database.transaction(
                tenant,
                statements ->
                        tenants.find(statements, tenant).map(Tenant::standing).orElse(Standing.GOOD));
        known.put(tenant, found);
        return found;
    }

    private static ProblemException refused(ProblemType type, Standing standing) {
        var shown = standing.shown().orElseThrow();
        return new ProblemException(
                type, shown.cause() + " " + shown.cure() + (shown.until() == null ? "" : " (" + shown.until() + ")"));
    }
}
