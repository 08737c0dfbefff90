package io.smartboxes.controlplane.identity;

import io.smartboxes.id.SessionId;
import io.smartboxes.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in.
 *
 * @param user nobody, if it ended before it was used here
 */
record UserSession(
        SessionId id,
        @Nullable UserId user,
        Instant startedAt,
        Instant lastSeenAt,
        @Nullable Instant endedAt) {}
