package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Changes what limits a tenant: its plan, and what holds instead of it. For those who run the installation; the tenant's own log says it. */
@Singleton
public final class LimitOverrides {

    /** Of a reason, in characters. */
    public static final int REASON_MAX = 500;

    private final SystemDatabase database;
    private final LimitRepository repository;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    LimitOverrides(
            SystemDatabase database,
            LimitRepository repository,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.audit = audit;
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
            var before = change(statements, tenant, order.resource());
            repository.override(statements, tenant, order, clock.instant());
            audit.append(
                    statements,
                    tenant,
                    AuditEntry.of(AuditAction.LIMIT_OVERRIDE, tenant)
                            .set("resource", order.resource().code())
                            .changed("limit", number(before.max()), number(order.max()))
                            .set("reason", order.reason())
                            .changed("expiresAt", null, order.expiresAt()));
            return true;
        });
        nudges.publish(QuotaTopics.LIMITS_CHANGED, tenant.toString());
    }

    /**
     * The plan's limit holds again.
     *
     * @throws ProblemException NOT_FOUND when it does already
     */
    public void remove(TenantId tenant, LimitedResource resource, String reason) {
        database.transaction(statements -> {
            var before = change(statements, tenant, resource);
            if (!repository.followPlan(statements, tenant, resource)) {
                throw new ProblemException(
                        ProblemType.NOT_FOUND, "The limit of " + resource.code() + " is the plan's already.");
            }
            var after = repository.of(statements, tenant, clock.instant()).of(resource);
            audit.append(
                    statements,
                    tenant,
                    AuditEntry.of(AuditAction.LIMIT_RESTORE, tenant)
                            .set("resource", resource.code())
                            .changed("limit", number(before.max()), number(after.max()))
                            .set("reason", reason));
            return true;
        });
        nudges.publish(QuotaTopics.LIMITS_CHANGED, tenant.toString());
    }

    /** The limit as it was. */
    private Limit change(Statements statements, TenantId tenant, LimitedResource resource) {
        if (!repository.markChanged(statements, tenant)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "Tenant \"" + tenant + "\" doesn't exist, or is gone.");
        }
        return repository.of(statements, tenant, clock.instant()).of(resource);
    }

    private static String number(@Nullable Long max) {
        return max == null ? "no limit" : max.toString();
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
