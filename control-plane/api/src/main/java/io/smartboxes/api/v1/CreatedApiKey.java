package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key just made.
 *
 * @param scopes to which it is narrowed; "*" alone is everything that its maker may do
 * @param addresses from which it is valid, as CIDR blocks; from everywhere, if there are none
 * @param sandboxesMax how many sandboxes made with it may run at once
 * @param replaces the key that was rotated into this one
 * @param expiresAt from when it opens nothing; never, if absent
 * @param key the key itself; this is the only time that it can be seen
 */
public record CreatedApiKey(
        String id,
        String name,
        String mask,
        List<String> scopes,
        List<String> addresses,
        @Nullable Integer sandboxesMax,
        @Nullable String replaces,
        Instant createdAt,
        @Nullable Instant expiresAt,
        String key) {

    public CreatedApiKey {
        scopes = List.copyOf(scopes);
        addresses = List.copyOf(addresses);
    }

    @Override
    public String toString() {
        return "CreatedApiKey[" + id + ", " + mask + "]";
    }
}
