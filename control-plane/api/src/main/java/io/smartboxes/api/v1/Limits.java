package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What limits a tenant, and how much of it is used. */
public record Limits(Plan plan, List<Limit> limits) {

    public Limits {
        limits = List.copyOf(limits);
    }

    /** What the tenant has chosen. */
    public record Plan(String code, String name) {}

    /**
     * One limit.
     *
     * @param resource what is limited, a stable name
     * @param kind total: of all that lives together; each: of every sandbox by itself; rate: in a stretch of time
     * @param unit what the numbers count, for people
     * @param limit absent when it is not limited
     * @param used how much of a total is in use now
     * @param perSeconds the stretch of time of a rate
     * @param burst how many at once a rate allows after a rest
     * @param whenReached what happens then, for people
     * @param override why this is not the plan's
     */
    public record Limit(
            String resource,
            String kind,
            String unit,
            @Nullable Long limit,
            @Nullable Long used,
            @Nullable Long perSeconds,
            @Nullable Long burst,
            String whenReached,
            @Nullable Override override) {}

    /**
     * What was agreed instead of the plan.
     *
     * @param expiresAt from when on the plan's holds again; absent when never
     */
    public record Override(
            String reason, Instant since, @Nullable Instant expiresAt) {}
}
