package io.smartboxes.controlplane.audit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * @param retention how long events are kept
 */
@ConfigurationProperties("smartboxes.audit")
record AuditConfig(@Bindable(defaultValue = "30d") Duration retention) {

    /** The database lets nobody forget sooner. */
    private static final Duration RETENTION_MIN = Duration.ofDays(1);

    AuditConfig {
        if (retention.compareTo(RETENTION_MIN) < 0) {
            throw new IllegalArgumentException(
                    "smartboxes.audit.retention must be one day or longer, not " + retention);
        }
    }
}
