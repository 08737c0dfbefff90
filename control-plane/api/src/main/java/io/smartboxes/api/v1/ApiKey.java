package io.smartboxes.api.v1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as it can be shown at any time.
 *
 * @param mask its first and last characters, to recognise it by
 * @param revokedAt since when it opens nothing, if it was revoked
 */
public record ApiKey(
        String id,
        String name,
        String mask,
        Instant createdAt,
        @Nullable Instant revokedAt) {}
