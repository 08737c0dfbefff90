package io.smartboxes.controlplane.sandbox;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * @param timeoutMax longest time to live that a caller may ask for, from now
 * @param startTimeout how long a create may take; within the 60 s that E2B's clients wait
 * @param confirmTimeout how long a kill or a change of the deadline waits for the worker
 */
@ConfigurationProperties("smartboxes.sandbox")
record SandboxConfig(
        @Bindable(defaultValue = "24h") Duration timeoutMax,
        @Bindable(defaultValue = "30s") Duration startTimeout,
        @Bindable(defaultValue = "5s") Duration confirmTimeout) {

    SandboxConfig {
        requirePositive("timeout-max", timeoutMax);
        requirePositive("start-timeout", startTimeout);
        requirePositive("confirm-timeout", confirmTimeout);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "smartboxes.sandbox." + name + " must be longer than nothing, not " + value);
        }
    }
}
