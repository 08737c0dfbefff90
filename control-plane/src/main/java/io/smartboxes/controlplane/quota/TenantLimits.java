package io.smartboxes.controlplane.quota;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that limits a tenant.
 *
 * @param plan its code
 * @param planName the same for people
 * @param limits of every resource there is, limited or not
 */
record TenantLimits(String plan, String planName, List<Limit> limits) {

    TenantLimits {
        limits = List.copyOf(limits);
    }

    Limit of(LimitedResource resource) {
        return limits.get(resource.ordinal());
    }

    Optional<Long> max(LimitedResource resource) {
        return Optional.ofNullable(of(resource).max());
    }

    Optional<Duration> lifeMax() {
        return max(LimitedResource.LIFE_SECONDS).map(Duration::ofSeconds);
    }
}
