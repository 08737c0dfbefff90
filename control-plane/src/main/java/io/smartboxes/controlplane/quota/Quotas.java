package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts what tenants use, and refuses what their plan does not allow.
 *
 * <p>A sandbox is counted in the transaction that makes its row, and no longer from the transaction on that ends it: so at
 * every commit the counters are what lives, whatever dies in between.
 */
@Singleton
public final class Quotas {

    private static final List<LimitedResource> TOTALS = List.of(
            LimitedResource.SANDBOXES,
            LimitedResource.VCPU_MILLI,
            LimitedResource.MEMORY_MIB,
            LimitedResource.DISK_MIB);

    private static final List<LimitedResource> SIZES =
            List.of(LimitedResource.VCPU_MILLI_EACH, LimitedResource.MEMORY_MIB_EACH, LimitedResource.DISK_MIB_EACH);

    /** Less than the time that E2B's clients wait for a create. */
    private static final Duration TURN_PATIENCE = Duration.ofSeconds(20);

    private final Turns turns = new Turns(TURN_PATIENCE);
    private final Limits limits;
    private final QuotaRepository counters;
    private final QuotaConfig config;

    Quotas(Limits limits, QuotaRepository counters, QuotaConfig config) {
        this.limits = limits;
        this.counters = counters;
        this.config = config;
    }

    /**
     * What a new sandbox of this size will take of its tenant's limits. Asked before the transaction that makes it.
     *
     * @throws ProblemException OVER_PLAN_LIMIT, when no sandbox of the tenant may be so big or live so long
     */
    public Reservation prepare(TenantId tenant, Amounts sandbox, Duration timeToLive) {
        if (!config.enabled()) {
            return statements -> {};
        }
        var allowed = limits.of(tenant);
        SIZES.forEach(size -> require(allowed, size, sandbox.of(size)));
        require(allowed, LimitedResource.LIFE_SECONDS, timeToLive.toSeconds());
        return statements -> reserve(statements, tenant, sandbox, allowed);
    }

    /**
     * Runs the transaction that makes a sandbox, when it is its turn among those of the tenant.
     *
     * @throws ProblemException RATE_LIMITED, when its turn does not come
     */
    public <T> T inTurn(TenantId tenant, Supplier<T> create) {
        return turns.take(tenant, create);
    }

    /** What a sandbox will take once it is made. */
    public interface Reservation {

        /**
         * Takes all of it or nothing, in the transaction that makes the sandbox: the last thing to do there, for other creates
         * of the tenant wait until it ends.
         *
         * @throws ProblemException QUOTA_EXCEEDED, which rolls all of it back
         */
        void take(Statements statements);
    }

    /** Counts these sandboxes no longer. The last thing to do in the transaction that has ended them, for the same reason. */
    public void release(Statements statements, Collection<SandboxId> ended) {
        if (config.enabled() && !ended.isEmpty()) {
            counters.release(statements, ended);
        }
    }

    /**
     * Refuses a time to live that no sandbox of the tenant may have.
     *
     * @throws ProblemException OVER_PLAN_LIMIT
     */
    public void requireLife(TenantId tenant, Duration timeToLive) {
        if (config.enabled()) {
            require(limits.of(tenant), LimitedResource.LIFE_SECONDS, timeToLive.toSeconds());
        }
    }

    /** How long a sandbox may live in all, if the tenant's plan limits that. */
    public Optional<Duration> lifeMax(TenantId tenant) {
        return config.enabled() ? limits.of(tenant).lifeMax() : Optional.empty();
    }

    private void reserve(Statements statements, TenantId tenant, Amounts wanted, TenantLimits allowed) {
        if (!fits(Amounts.NONE, wanted, allowed) || !counters.reserve(statements, tenant, wanted, allowed)) {
            throw exceeded(counters.used(statements, tenant), wanted, allowed);
        }
    }

    private static boolean fits(Amounts used, Amounts wanted, TenantLimits allowed) {
        return TOTALS.stream().noneMatch(resource -> isOver(resource, used, wanted, allowed));
    }

    private static boolean isOver(LimitedResource resource, Amounts used, Amounts wanted, TenantLimits allowed) {
        return allowed.max(resource)
                .filter(max -> used.of(resource) + wanted.of(resource) > max)
                .isPresent();
    }

    /** The counters stay locked by an attempt that found them too high, so they tell the truth about it. */
    private static ProblemException exceeded(Amounts used, Amounts wanted, TenantLimits allowed) {
        var first = TOTALS.stream()
                .filter(resource -> isOver(resource, used, wanted, allowed))
                .findFirst()
                .orElseThrow();
        return QuotaProblems.exceeded(
                allowed.planName(), first, allowed.max(first).orElseThrow(), used.of(first), wanted.of(first));
    }

    private static void require(TenantLimits allowed, LimitedResource resource, long asked) {
        allowed.max(resource).filter(max -> asked > max).ifPresent(max -> {
            throw QuotaProblems.overPlan(allowed.planName(), resource, asked, max);
        });
    }
}
