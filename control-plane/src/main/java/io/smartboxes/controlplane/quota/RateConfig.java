package io.smartboxes.controlplane.quota;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Rates that no plan says, for they are of callers without a tenant.
 *
 * @param failuresPerMinute wrong credentials from one address
 * @param personPerMinute requests of one person about themselves
 */
@ConfigurationProperties("smartboxes.rates")
record RateConfig(
        @Bindable(defaultValue = "600") long failuresPerMinute,
        @Bindable(defaultValue = "1200") long personPerMinute) {

    RateConfig {
        requirePositive("failures-per-minute", failuresPerMinute);
        requirePositive("person-per-minute", personPerMinute);
    }

    private static void requirePositive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("smartboxes.rates." + name + " must be 1 or more, not " + value);
        }
    }
}
