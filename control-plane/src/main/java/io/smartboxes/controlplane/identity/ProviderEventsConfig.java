package io.smartboxes.controlplane.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's own log of what people did there.
 *
 * @param url of the realm's events in its admin API; without one, nothing is read
 * @param clientId of a client that may read them
 */
@ConfigurationProperties("smartboxes.oidc.events")
record ProviderEventsConfig(
        @Nullable URI url,
        @Bindable(defaultValue = "control-plane") String clientId,
        @Nullable String clientSecret) {

    ProviderEventsConfig {
        if (url != null && !WebOrigin.isTrustworthy(url)) {
            throw new IllegalArgumentException(
                    "smartboxes.oidc.events.url must be an https address, or one on this machine, not " + url);
        }
        if (url != null && clientSecret == null) {
            throw new IllegalArgumentException("smartboxes.oidc.events.client-secret is missing");
        }
    }

    @Override
    public String toString() {
        return "ProviderEventsConfig[" + url + ", " + clientId + "]";
    }
}
