package io.smartboxes.controlplane.invitation;

import io.smartboxes.api.v1.Invitation;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.id.InvitationId;
import io.smartboxes.id.TenantId;
import java.time.Instant;

/**
 * An invitation as the database has it.
 *
 * @param state pending, accepted, declined or revoked; a pending one may have expired
 * @param inviter how whoever invited was called then
 */
record StoredInvitation(
        TenantId tenant,
        InvitationId id,
        EmailAddress email,
        Role role,
        String inviter,
        String state,
        Instant createdAt,
        Instant expiresAt) {

    static final String PENDING = "pending";

    Invitation shown(Instant now) {
        boolean expired = state.equals(PENDING) && !expiresAt.isAfter(now);
        return new Invitation(
                id.toString(), email.text(), role.code(), expired ? "expired" : state, inviter, createdAt, expiresAt);
    }
}
