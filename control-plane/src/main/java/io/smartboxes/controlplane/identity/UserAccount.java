package io.smartboxes.controlplane.identity;

import io.smartboxes.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person.
 *
 * @param signedOutAt tokens issued before are refused
 */
record UserAccount(
        UserId id,
        String email,
        @Nullable String name,
        Instant createdAt,
        @Nullable Instant signedOutAt,
        @Nullable Instant deletedAt) {}
