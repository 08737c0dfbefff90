package io.smartboxes.controlplane.identity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a valid access token says.
 *
 * @param subject names the person at the provider
 * @param sid names the sign-in at the provider
 * @param methods how the person proved who they are, as RFC 8176 names it; nothing, where the provider does not tell
 */
record AccessToken(
        String issuer,
        String subject,
        String sid,
        String email,
        boolean emailVerified,
        @Nullable String name,
        Instant issuedAt,
        List<String> methods) {

    AccessToken {
        methods = List.copyOf(methods);
    }
}
