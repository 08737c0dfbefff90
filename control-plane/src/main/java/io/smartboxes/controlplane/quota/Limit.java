package io.smartboxes.controlplane.quota;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a resource a tenant may have, by its plan or instead of it.
 *
 * @param max null when it is not limited
 * @param rate for rates, how they go
 * @param override why and until when this holds instead of the plan's
 */
record Limit(
        LimitedResource resource,
        @Nullable Long max,
        @Nullable Rate rate,
        @Nullable Override override) {

    /** What was agreed instead of the plan. */
    record Override(
            String reason,
            String madeBy,
            Instant madeAt,
            @Nullable Instant expiresAt) {}
}
