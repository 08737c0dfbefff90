package io.smartboxes.api.v1;

import java.time.Instant;

/**
 * Somebody is asked into a tenant.
 *
 * @param state pending, accepted, declined, revoked or expired
 * @param invitedBy how whoever invited was called then
 */
public record Invitation(
        String id, String email, String role, String state, String invitedBy, Instant createdAt, Instant expiresAt) {}
