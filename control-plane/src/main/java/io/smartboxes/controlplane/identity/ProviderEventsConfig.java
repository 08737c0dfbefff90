package io.smartboxes.controlplane.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's own log of what customers did there.
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
        ProviderRealm.check("smartboxes.oidc.events", url, clientSecret);
    }

    @Override
    public String toString() {
        return "ProviderEventsConfig[" + url + ", " + clientId + "]";
    }
}
