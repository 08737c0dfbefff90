package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as it can be shown at any time.
 *
 * @param mask its first and last characters, to recognise it by
 * @param madeBy the user who made it; absent for keys that came with the installation
 * @param scopes to which it is narrowed; "*" alone is everything that its maker may do
 * @param addresses from which it is valid, as CIDR blocks; from everywhere, if there are none
 * @param sandboxesMax how many sandboxes made with it, and with the keys it was rotated from, may run at once
 * @param replaces the key that was rotated into this one
 * @param expiresAt from when it opens nothing; never, if absent
 * @param lastUsedAt when it was last seen, to about a minute
 * @param revokedAt since when it opens nothing, if it was revoked
 */
public record ApiKey(
        String id,
        String name,
        String mask,
        @Nullable String madeBy,
        List<String> scopes,
        List<String> addresses,
        @Nullable Integer sandboxesMax,
        @Nullable String replaces,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    public ApiKey {
        scopes = List.copyOf(scopes);
        addresses = List.copyOf(addresses);
    }
}
