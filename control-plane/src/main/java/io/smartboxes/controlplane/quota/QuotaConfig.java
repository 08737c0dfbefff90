package io.smartboxes.controlplane.quota;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * @param enabled false: nothing is counted and nobody refused, for an installation that only one team uses
 * @param recountInterval how often the counters are held against what lives
 */
@ConfigurationProperties("smartboxes.quota")
record QuotaConfig(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "1h") Duration recountInterval) {

    QuotaConfig {
        if (recountInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "smartboxes.quota.recount-interval must be a second or more, not " + recountInterval);
        }
    }
}
