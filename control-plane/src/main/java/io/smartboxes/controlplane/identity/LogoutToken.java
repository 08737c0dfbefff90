package io.smartboxes.controlplane.identity;

import org.jspecify.annotations.Nullable;

/**
 * The provider's word that a sign-in has ended, or, without {@code sid}, all of a person's.
 *
 * <p>At least one of the two names is there.
 */
record LogoutToken(
        String issuer, @Nullable String subject, @Nullable String sid) {}
