package io.smartboxes.controlplane.tenant;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * @param deletionGrace how long a deleted tenant can be restored
 * @param terminationGrace how long sandboxes of a suspended tenant go on, if whoever suspends it names no time
 */
@ConfigurationProperties("smartboxes.tenant")
record TenantConfig(
        @Bindable(defaultValue = "7d") Duration deletionGrace,
        @Bindable(defaultValue = "24h") Duration terminationGrace) {

    TenantConfig {
        if (deletionGrace.isNegative() || terminationGrace.isNegative()) {
            throw new IllegalArgumentException(
                    "smartboxes.tenant.deletion-grace and termination-grace must not be negative");
        }
    }
}
