package io.smartboxes.controlplane.invitation;

import io.smartboxes.api.v1.ReceivedInvitation;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.InvitationId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Invitations' rows. Only hashes of tokens are stored. Runs in its caller's transaction. */
@Singleton
final class InvitationRepository {

    private static final String COLUMNS = "tenant_id, id, email, role, invited_by_name, state, created_at, expires_at";

    InvitationRepository() {}

    /** Whoever invites waits here for those who do so at the same moment, so that limits hold. */
    void takeTurns(Statements statements, TenantId tenant) {
        statements.first("select id from tenant where id = ? for no key update", row -> row.uuid("id"), tenant.value());
    }

    void insert(Statements statements, StoredInvitation invitation, UserId inviter, InvitationToken token) {
        statements.update(
                """
                insert into invitation (tenant_id, id, email, role, token_hash, invited_by, invited_by_name, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                invitation.tenant().value(),
                invitation.id().value(),
                invitation.email().text(),
                invitation.role().code(),
                token.hash(),
                inviter.value(),
                invitation.inviter(),
                invitation.createdAt(),
                invitation.expiresAt());
    }

    List<StoredInvitation> list(Statements statements, TenantId tenant, @Nullable Cursor after, int limit) {
        var parameters = new ArrayList<@Nullable Object>(List.of(tenant.value()));
        if (after != null) {
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit);
        return statements.list(
                "select " + COLUMNS + " from invitation where tenant_id = ?"
                        + (after == null ? "" : " and (created_at, id) < (?, ?)")
                        + " order by created_at desc, id desc limit ?",
                InvitationRepository::invitation,
                parameters.toArray());
    }

    /** One that can still be accepted, or could be if it had not expired. */
    Optional<StoredInvitation> findPending(Statements statements, TenantId tenant, InvitationId id) {
        return statements.first(
                "select " + COLUMNS + " from invitation where tenant_id = ? and id = ? and state = 'pending'",
                InvitationRepository::invitation,
                tenant.value(),
                id.value());
    }

    /** An expired one makes room for the next to the same address. */
    void endExpired(Statements statements, TenantId tenant, EmailAddress email, Instant now) {
        statements.update("""
                update invitation set state = 'revoked', ended_at = ?
                where tenant_id = ? and email = ? and state = 'pending' and expires_at <= ?
                """, now, tenant.value(), email.text(), now);
    }

    boolean isInvited(Statements statements, TenantId tenant, EmailAddress email) {
        return statements
                .first(
                        "select 1 as one from invitation where tenant_id = ? and email = ? and state = 'pending'",
                        row -> row.count("one"),
                        tenant.value(),
                        email.text())
                .isPresent();
    }

    boolean isMember(Statements statements, TenantId tenant, EmailAddress email) {
        return statements
                .first("""
                        select 1 as one from membership m join user_account u on u.id = m.user_id
                        where m.tenant_id = ? and lower(u.email) = ?
                        """, row -> row.count("one"), tenant.value(), email.text())
                .isPresent();
    }

    int pending(Statements statements, TenantId tenant, Instant now) {
        return count(
                statements,
                "select count(*) as found from invitation where tenant_id = ? and state = 'pending' and expires_at > ?",
                tenant.value(),
                now);
    }

    int members(Statements statements, TenantId tenant) {
        return count(statements, "select count(*) as found from membership where tenant_id = ?", tenant.value());
    }

    /** From accepted, declined or revoked there is no way back. False: it is not pending, or, to be accepted, has expired. */
    boolean end(Statements statements, StoredInvitation invitation, String state, Instant now) {
        return statements.update(
                        """
                        update invitation set state = ?, ended_at = ?
                        where tenant_id = ? and id = ? and email = ? and state = 'pending' and (expires_at > ? or ? = 'revoked')
                        """,
                        state,
                        now,
                        invitation.tenant().value(),
                        invitation.id().value(),
                        invitation.email().text(),
                        now,
                        state)
                > 0;
    }

    /** The token that was sent before opens nothing from now on. */
    void renew(Statements statements, TenantId tenant, InvitationId id, InvitationToken token, Instant expiresAt) {
        statements.update(
                "update invitation set token_hash = ?, expires_at = ? where tenant_id = ? and id = ? and state = 'pending'",
                token.hash(),
                expiresAt,
                tenant.value(),
                id.value());
    }

    /** Those to the address of whoever asks, by row-level security. Needs the user door. */
    List<ReceivedInvitation> received(Statements statements, Instant now, int limit) {
        return statements.list(
                """
                select i.id, t.name, i.role, i.invited_by_name, i.created_at, i.expires_at
                from invitation i join tenant t on t.id = i.tenant_id
                where i.state = 'pending' and i.expires_at > ? order by i.created_at desc, i.id desc limit ?
                """,
                row -> new ReceivedInvitation(
                        new InvitationId(row.uuid("id")).toString(),
                        row.text("name"),
                        row.text("role"),
                        row.text("invited_by_name"),
                        row.instant("created_at"),
                        row.instant("expires_at")),
                now,
                limit);
    }

    /** One of these. Needs the user door. */
    Optional<StoredInvitation> findReceived(Statements statements, InvitationId id, Instant now) {
        return statements.first(
                "select " + COLUMNS + " from invitation where id = ? and state = 'pending' and expires_at > ?",
                InvitationRepository::invitation,
                id.value(),
                now);
    }

    /** One to any address, for whoever has the token that was sent there. Needs the system door. */
    Optional<StoredInvitation> findByToken(Statements statements, InvitationId id, InvitationToken token, Instant now) {
        return statements.first(
                "select " + COLUMNS
                        + " from invitation where id = ? and token_hash = ? and state = 'pending' and expires_at > ?",
                InvitationRepository::invitation,
                id.value(),
                token.hash(),
                now);
    }

    private static int count(Statements statements, String sql, @Nullable Object... parameters) {
        return statements.first(sql, row -> row.count("found"), parameters).orElseThrow();
    }

    private static StoredInvitation invitation(Row row) {
        return new StoredInvitation(
                new TenantId(row.uuid("tenant_id")),
                new InvitationId(row.uuid("id")),
                new EmailAddress(row.text("email")),
                Role.of(row.text("role")).orElseThrow(),
                row.text("invited_by_name"),
                row.text("state"),
                row.instant("created_at"),
                row.instant("expires_at"));
    }
}
