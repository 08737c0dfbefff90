package io.smartboxes.controlplane.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * @param issuer where those sign in who run the installation; without one, nobody gets into the staff area. Never the customers' issuer
 * @param audience that their access tokens must be meant for
 */
@ConfigurationProperties("smartboxes.staff")
record StaffConfig(
        @Nullable URI issuer,
        @Bindable(defaultValue = "smartboxes-api") String audience) {

    StaffConfig {
        if (issuer != null && !WebOrigin.isTrustworthy(issuer)) {
            throw new IllegalArgumentException(
                    "smartboxes.staff.issuer must be an https address, or one on this machine, not " + issuer);
        }
    }
}
