package io.smartboxes.controlplane.usage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * @param rollUpInterval how often new ledger rows are summed up by hour; figures are exact in between
 * @param checkInterval how often ledger and sums are compared
 */
@ConfigurationProperties("smartboxes.usage")
record UsageConfig(
        @Bindable(defaultValue = "10s") Duration rollUpInterval,
        @Bindable(defaultValue = "1h") Duration checkInterval) {

    UsageConfig {
        requirePositive("roll-up-interval", rollUpInterval);
        requirePositive("check-interval", checkInterval);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    "smartboxes.usage." + name + " must be longer than nothing, not " + value);
        }
    }
}
