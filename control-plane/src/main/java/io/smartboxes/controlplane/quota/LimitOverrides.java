package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Changes what limits a tenant: its plan, and what holds instead of it. For whoever runs the installation. */
@Singleton
public final class LimitOverrides {

    private static final int REASON_MAX = 500;

    private final SystemDatabase database;
    private final LimitRepository repository;
    private final NudgeBus nudges;
    private final InstantSource clock;

    LimitOverrides(SystemDatabase database, LimitRepository repository, NudgeBus nudges, InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.nudges = nudges;
        this.clock = clock;
    }

    /**
     * What is to hold instead of the plan.
     *
     * @param max null for no limit
     * @param madeBy who decided, for people
     * @param expiresAt from when on the plan's holds again; null for never
     */
    public record Order(
            LimitedResource resource,
            @Nullable Long max,
            String reason,
            String madeBy,
            @Nullable Instant expiresAt) {

        public Order {
            long least = resource.kind() == LimitedResource.Kind.RATE ? 1 : 0;
            if (max != null && max < least) {
                throw refused("The limit of " + resource.code() + " must be " + least + " or more.");
            }
            if (reason.isBlank() || reason.length() > REASON_MAX) {
                throw refused("An override needs a reason of 1 to " + REASON_MAX + " characters.");
            }
        }

        private static ProblemException refused(String detail) {
            return new ProblemException(ProblemType.INVALID_REQUEST, detail);
        }
    }

    /** Holds from now on; one that was there before does no longer. */
    public void set(TenantId tenant, Order order) {
        if (order.expiresAt() != null && !order.expiresAt().isAfter(clock.instant())) {
            throw Order.refused("The override would have expired already.");
        }
        database.transaction(statements -> {
            repository.override(statements, tenant, order, clock.instant());
            return true;
        });
        nudges.publish(QuotaTopics.LIMITS_CHANGED, tenant.toString());
    }

    /** The plan's limit holds again. False: it did already. */
    public boolean remove(TenantId tenant, LimitedResource resource) {
        boolean removed = database.transaction(statements -> repository.followPlan(statements, tenant, resource));
        nudges.publish(QuotaTopics.LIMITS_CHANGED, tenant.toString());
        return removed;
    }

    /** Gives the tenant another plan; what is above its limits goes on until it ends. */
    public void changePlan(TenantId tenant, String plan) {
        database.transaction(statements -> {
            if (!repository.isPlan(statements, plan)) {
                throw Order.refused("There is no plan \"" + plan + "\".");
            }
            if (!repository.changePlan(statements, tenant, plan)) {
                throw new ProblemException(ProblemType.NOT_FOUND, "There is no such tenant.");
            }
            return true;
        });
        nudges.publish(QuotaTopics.LIMITS_CHANGED, tenant.toString());
    }
}
