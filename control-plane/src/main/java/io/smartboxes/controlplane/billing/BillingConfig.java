package io.smartboxes.controlplane.billing;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is told. Of no effect while there is none.
 *
 * @param since nothing before this hour is billed; without it, nothing is
 * @param lineInterval how often lines are made of what was rolled up
 * @param settleAfter how long after its end an hour is left to the workers' late reports before it gets its first line
 * @param lookBack reports that come later than this are not billed: providers take no older usage (35 days for Stripe's meters)
 */
@ConfigurationProperties("smartboxes.billing")
record BillingConfig(
        @Nullable Instant since,
        @Bindable(defaultValue = "10m") Duration lineInterval,
        @Bindable(defaultValue = "10m") Duration settleAfter,
        @Bindable(defaultValue = "34d") Duration lookBack) {

    BillingConfig {
        require("line-interval", lineInterval, Duration.ofDays(1));
        require("settle-after", settleAfter, Duration.ofDays(7));
        require("look-back", lookBack, Duration.ofDays(366));
    }

    private static void require(String name, Duration value, Duration max) {
        if (value.isNegative() || value.isZero() || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "smartboxes.billing." + name + " must be above nothing and at most " + max + ", not " + value);
        }
    }
}
