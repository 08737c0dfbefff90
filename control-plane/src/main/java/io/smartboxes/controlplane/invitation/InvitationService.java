package io.smartboxes.controlplane.invitation;

import io.smartboxes.api.v1.Invitation;
import io.smartboxes.api.v1.InvitationList;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.mail.MailOutbox;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.id.InvitationId;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Invites people into a tenant, and takes it back. */
@Singleton
final class InvitationService {

    static final Duration LIFE = Duration.ofDays(7);

    /** Members, and those who may still become some. */
    static final int SEATS_MAX = 200;

    static final int PENDING_MAX = 50;

    /** Mails a day that a tenant can have sent to strangers. */
    static final int MAILS_A_DAY_MAX = 100;

    private static final Duration DAY = Duration.ofDays(1);

    private final TenantDatabase database;
    private final InvitationRepository repository;
    private final InvitationNames names;
    private final InvitationMail letters;
    private final MailOutbox outbox;
    private final AuditTrail audit;
    private final InstantSource clock;

    InvitationService(
            TenantDatabase database,
            InvitationRepository repository,
            InvitationNames names,
            InvitationMail letters,
            MailOutbox outbox,
            AuditTrail audit,
            InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.names = names;
        this.letters = letters;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Invites an address, in one transaction with the mail. */
    Invitation invite(Actor actor, @Nullable String email, @Nullable String role) {
        var wanted = role(actor, role);
        var address = EmailAddress.require(email);
        outbox.requireOn();
        var inviter = person(actor);
        return database.transaction(actor.tenantId(), statements -> {
            var now = now();
            repository.takeTurns(statements, actor.tenantId());
            repository.endExpired(statements, actor.tenantId(), address, now);
            requireRoom(statements, actor, address, now);
            var invitation = new StoredInvitation(
                    actor.tenantId(),
                    InvitationId.next(clock),
                    address,
                    wanted,
                    names.ofPerson(statements, inviter),
                    StoredInvitation.PENDING,
                    now,
                    now.plus(LIFE));
            var token = InvitationToken.random();
            repository.insert(statements, invitation, inviter, token);
            send(statements, invitation, token);
            audit.append(
                    statements,
                    actor.tenantId(),
                    AuditEntry.of(AuditAction.INVITATION_CREATE, invitation.id())
                            .set("email", address.masked())
                            .set("role", wanted.code()));
            return invitation.shown(now);
        });
    }

    InvitationList list(Actor actor, @Nullable String nextToken, int limit) {
        var after = nextToken == null ? null : Cursor.decode(nextToken, false);
        var found = database.transaction(
                actor.tenantId(), statements -> repository.list(statements, actor.tenantId(), after, limit + 1));
        var page = found.size() <= limit ? found : found.subList(0, limit);
        var last = page.isEmpty() ? null : page.getLast();
        return new InvitationList(
                page.stream()
                        .map(invitation -> invitation.shown(clock.instant()))
                        .toList(),
                found.size() <= limit || last == null
                        ? null
                        : new Cursor(last.createdAt(), last.id().value(), false).encode());
    }

    /** Takes it back: it can no more be accepted. */
    void revoke(Actor actor, String id) {
        boolean unused = database.transaction(actor.tenantId(), statements -> {
            var invitation = pending(statements, actor, id);
            if (!repository.end(statements, invitation, "revoked", now())) {
                throw unknown(id);
            }
            audit.append(statements, actor.tenantId(), AuditEntry.of(AuditAction.INVITATION_REVOKE, invitation.id()));
            return true;
        });
    }

    /** Sends it once more, with a new token and a new week. */
    Invitation resend(Actor actor, String id) {
        outbox.requireOn();
        return database.transaction(actor.tenantId(), statements -> {
            var now = now();
            repository.takeTurns(statements, actor.tenantId());
            var before = pending(statements, actor, id);
            requireMails(statements, actor);
            var after = new StoredInvitation(
                    before.tenant(),
                    before.id(),
                    before.email(),
                    before.role(),
                    before.inviter(),
                    before.state(),
                    before.createdAt(),
                    now.plus(LIFE));
            var token = InvitationToken.random();
            repository.renew(statements, actor.tenantId(), after.id(), token, after.expiresAt());
            send(statements, after, token);
            audit.append(
                    statements,
                    actor.tenantId(),
                    AuditEntry.of(AuditAction.INVITATION_RESEND, after.id())
                            .changed("expiresAt", before.expiresAt(), after.expiresAt()));
            return after.shown(now);
        });
    }

    private void send(Statements statements, StoredInvitation invitation, InvitationToken token) {
        String tenant = names.ofTenant(statements, invitation.tenant());
        outbox.add(statements, invitation.tenant(), letters.write(invitation, tenant, token));
    }

    private StoredInvitation pending(Statements statements, Actor actor, String id) {
        InvitationId parsed;
        try {
            parsed = InvitationId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
        var found = repository.findPending(statements, actor.tenantId(), parsed).orElseThrow(() -> unknown(id));
        if (found.role() == Role.OWNER) {
            actor.require(Action.OWNERS_WRITE);
        }
        return found;
    }

    private void requireRoom(Statements statements, Actor actor, EmailAddress address, Instant now) {
        if (repository.isMember(statements, actor.tenantId(), address)) {
            throw new ProblemException(ProblemType.CONFLICT, address.text() + " is a member already.");
        }
        if (repository.isInvited(statements, actor.tenantId(), address)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    address.text() + " is invited already. Send that invitation again, or take it back first.");
        }
        int pending = repository.pending(statements, actor.tenantId(), now);
        if (pending >= PENDING_MAX) {
            throw new ProblemException(
                    ProblemType.LIMIT_REACHED,
                    PENDING_MAX + " invitations wait for an answer, which is the most. Take some back first.");
        }
        if (pending + repository.members(statements, actor.tenantId()) >= SEATS_MAX) {
            throw new ProblemException(
                    ProblemType.LIMIT_REACHED,
                    "Members and invitations are " + SEATS_MAX
                            + " together, which is the most. Remove somebody, or take an invitation back.");
        }
        requireMails(statements, actor);
    }

    private void requireMails(Statements statements, Actor actor) {
        if (outbox.count(statements, actor.tenantId(), InvitationMail.KIND, DAY) >= MAILS_A_DAY_MAX) {
            throw new ProblemException(
                    ProblemType.LIMIT_REACHED,
                    MAILS_A_DAY_MAX + " invitations were sent within a day, which is the most. Go on tomorrow.");
        }
    }

    private static Role role(Actor actor, @Nullable String text) {
        var role = Role.of(text == null ? "" : text)
                .orElseThrow(() ->
                        new ProblemException(ProblemType.INVALID_REQUEST, "role must be one of " + Role.codes() + "."));
        if (role == Role.OWNER) {
            actor.require(Action.OWNERS_WRITE);
        }
        return role;
    }

    /** The policy lets no key invite. */
    private static UserId person(Actor actor) {
        var person = actor.principal().person();
        if (person == null) {
            throw new IllegalStateException("invitations are for people");
        }
        return person;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "Invitation \"" + id + "\" doesn't exist, or was answered or taken back.");
    }
}
