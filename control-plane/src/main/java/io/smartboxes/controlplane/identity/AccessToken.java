package io.smartboxes.controlplane.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a valid access token says.
 *
 * @param subject names the person at the provider
 * @param sid names the sign-in at the provider
 */
record AccessToken(
        String issuer,
        String subject,
        String sid,
        String email,
        boolean emailVerified,
        @Nullable String name,
        Instant issuedAt) {}
