package io.smartboxes.controlplane.metrics;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Settings {@code smartboxes.metrics.*}.
 *
 * @param fineFor how long single samples are kept; after that there is one row a minute
 * @param keptAfterEnd how long what a sandbox used can be seen after its end
 */
@ConfigurationProperties("smartboxes.metrics")
record MetricsConfig(
        @Bindable(defaultValue = "1h") Duration fineFor,
        @Bindable(defaultValue = "24h") Duration keptAfterEnd) {

    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofDays(366);

    MetricsConfig {
        require("fine-for", fineFor);
        require("kept-after-end", keptAfterEnd);
    }

    private static void require(String name, Duration value) {
        if (value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "smartboxes.metrics." + name + " must be from one minute to 366 days, not " + value);
        }
    }
}
