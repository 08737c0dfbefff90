package io.smartboxes.controlplane.worker;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings {@code smartboxes.worker.*}.
 *
 * @param acceptSimulated whether workers may connect that isolate nothing; for fleets in tests
 * @param certificateLifetime how long a worker's certificate is good for
 * @param tokenLifetime how long an enrolment token is good for
 * @param bootstrapTokenLifetime the same for tokens that the control plane writes to files at start, which wait for the worker
 */
@ConfigurationProperties("smartboxes.worker")
public record WorkerConfig(
        @Bindable(defaultValue = "false") boolean acceptSimulated,
        @Bindable(defaultValue = "365d") Duration certificateLifetime,
        @Bindable(defaultValue = "1h") Duration tokenLifetime,
        @Bindable(defaultValue = "7d") Duration bootstrapTokenLifetime) {

    private static final Duration LIFETIME_MIN = Duration.ofMinutes(1);

    public WorkerConfig {
        requireLongEnough("certificate-lifetime", certificateLifetime);
        requireLongEnough("token-lifetime", tokenLifetime);
        requireLongEnough("bootstrap-token-lifetime", bootstrapTokenLifetime);
    }

    private static void requireLongEnough(String name, Duration lifetime) {
        if (lifetime.compareTo(LIFETIME_MIN) < 0) {
            throw new IllegalArgumentException(
                    "smartboxes.worker." + name + " is " + lifetime + "; the least is " + LIFETIME_MIN);
        }
    }
}
