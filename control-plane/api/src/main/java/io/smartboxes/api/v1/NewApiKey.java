package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key.
 *
 * @param name what its owner calls it, 1 to 100 characters
 * @param scopes to narrow it to; left out or "*" alone, it may do what its maker may
 * @param addresses from which it is to be valid: IP addresses or CIDR blocks, 50 at most; left out, from everywhere
 * @param sandboxesMax how many sandboxes made with it may run at once; left out, as many as the tenant may have
 * @param expiresAt from when it opens nothing; left out, in 90 days
 * @param neverExpires true makes a key without an end
 */
public record NewApiKey(
        @Nullable String name,
        @Nullable List<@Nullable String> scopes,
        @Nullable List<@Nullable String> addresses,
        @Nullable Integer sandboxesMax,
        @Nullable Instant expiresAt,
        @Nullable Boolean neverExpires) {}
