package io.smartboxes.controlplane.identity;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * @param issuer the OpenID provider, as its tokens name it; without one, people cannot sign in
 * @param audience that access tokens must be meant for
 * @param tokenType the {@code typ} of access tokens; empty for providers that do not tell them apart by it
 * @param algorithms that tokens may be signed with; only those with a public key can be named
 * @param logoutAudiences the clients for which the provider may announce that a session has ended
 */
@ConfigurationProperties("smartboxes.oidc")
record OidcConfig(
        @Nullable URI issuer,
        @Bindable(defaultValue = "smartboxes-api") String audience,
        @Bindable(defaultValue = "at+jwt") String tokenType,
        @Bindable(defaultValue = "RS256,ES256") List<String> algorithms,
        @Bindable(defaultValue = "console") List<String> logoutAudiences) {

    private static final Set<String> POSSIBLE =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

    OidcConfig {
        algorithms = List.copyOf(algorithms);
        logoutAudiences = List.copyOf(logoutAudiences);
        if (algorithms.isEmpty() || !POSSIBLE.containsAll(algorithms)) {
            throw new IllegalArgumentException("smartboxes.oidc.algorithms must name some of "
                    + POSSIBLE.stream().sorted().toList() + ", not " + algorithms);
        }
        if (audience.isBlank()) {
            throw new IllegalArgumentException("smartboxes.oidc.audience must not be empty");
        }
        if (issuer != null && !WebOrigin.isTrustworthy(issuer)) {
            throw new IllegalArgumentException(
                    "smartboxes.oidc.issuer must be an https address, or one on this machine, not " + issuer);
        }
    }
}
