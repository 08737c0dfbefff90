package io.smartboxes.api.v1;

import java.time.Instant;

/**
 * An invitation, for whom it is meant.
 *
 * @param tenant what it is called
 * @param role what one would be there
 */
public record ReceivedInvitation(
        String id, String tenant, String role, String invitedBy, Instant createdAt, Instant expiresAt) {}
