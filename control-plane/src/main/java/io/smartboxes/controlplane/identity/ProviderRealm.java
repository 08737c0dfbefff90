package io.smartboxes.controlplane.identity;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * People who sign in at one issuer, and where Keycloak tells what they did there.
 *
 * @param events in Keycloak's admin API
 * @param clientId of a client that may read them and nothing else
 * @param staff whether they are those who run the installation, who have no account here
 */
record ProviderRealm(URI issuer, URI events, String clientId, String clientSecret, boolean staff) {

    static Optional<ProviderRealm> of(@Nullable URI issuer, ProviderEventsConfig config) {
        return of(issuer, config.url(), config.clientId(), config.clientSecret(), false);
    }

    static Optional<ProviderRealm> of(@Nullable URI issuer, StaffEventsConfig config) {
        return of(issuer, config.url(), config.clientId(), config.clientSecret(), true);
    }

    private static Optional<ProviderRealm> of(
            @Nullable URI issuer, @Nullable URI events, String clientId, @Nullable String clientSecret, boolean staff) {
        return issuer == null || events == null || clientSecret == null
                ? Optional.empty()
                : Optional.of(new ProviderRealm(issuer, events, clientId, clientSecret, staff));
    }

    /** @throws IllegalArgumentException naming the setting that is wrong, or missing beside an address */
    static void check(String prefix, @Nullable URI url, @Nullable String clientSecret) {
        if (url != null && !WebOrigin.isTrustworthy(url)) {
            throw new IllegalArgumentException(
                    prefix + ".url must be an https address, or one on this machine, not " + url);
        }
        if (url != null && clientSecret == null) {
            throw new IllegalArgumentException(prefix + ".client-secret is missing");
        }
    }

    @Override
    public String toString() {
        return "ProviderRealm[" + issuer + "]";
    }
}
