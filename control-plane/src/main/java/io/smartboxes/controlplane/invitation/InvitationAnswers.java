package io.smartboxes.controlplane.invitation;

import io.smartboxes.api.v1.ReceivedInvitationList;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.platform.persistence.UserDatabase;
import io.smartboxes.controlplane.tenant.MembershipRepository;
import io.smartboxes.controlplane.tenant.Memberships;
import io.smartboxes.controlplane.tenant.TenantTopics;
import io.smartboxes.id.InvitationId;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What people do with invitations to their address, which the provider has verified. They find them as themselves, and answer
 * inside the tenant that the one they found names.
 */
@Singleton
final class InvitationAnswers {

    private static final int LISTED_MAX = 100;

    private final UserDatabase people;
    private final TenantDatabase tenants;
    private final SystemDatabase database;
    private final InvitationRepository repository;
    private final MembershipRepository members;
    private final Memberships memberships;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    InvitationAnswers(
            UserDatabase people,
            TenantDatabase tenants,
            SystemDatabase database,
            InvitationRepository repository,
            MembershipRepository members,
            Memberships memberships,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.people = people;
        this.tenants = tenants;
        this.database = database;
        this.repository = repository;
        this.members = members;
        this.memberships = memberships;
        this.audit = audit;
        this.nudges = nudges;
        this.clock = clock;
    }

    ReceivedInvitationList received(SignedIn person) {
        return new ReceivedInvitationList(people.transaction(
                person.user(), statements -> repository.received(statements, clock.instant(), LISTED_MAX)));
    }

    /** Makes the person a member. Twice at once, it is once. */
    void accept(SignedIn person, String id, @Nullable String token) {
        memberships.requireRoom(person.user());
        var now = now();
        var invitation = find(person.user(), id, token, now);
        boolean unused = tenants.transaction(invitation.tenant(), statements -> {
            if (!repository.end(statements, invitation, "accepted", now)) {
                throw unknown(id);
            }
            if (members.isMember(statements, invitation.tenant(), person.user())) {
                throw new ProblemException(ProblemType.CONFLICT, "You are a member of that tenant already.");
            }
            members.insert(statements, invitation.tenant(), person.user(), invitation.role(), now);
            audit.append(
                    statements,
                    invitation.tenant(),
                    AuditActor.of(person.user()),
                    AuditEntry.of(AuditAction.INVITATION_ACCEPT, invitation.id())
                            .set("member", person.user())
                            .set("role", invitation.role().code()));
            return true;
        });
        nudges.publish(TenantTopics.MEMBERSHIP_CHANGED, person.user().toString());
    }

    void decline(SignedIn person, String id, @Nullable String token) {
        var now = now();
        var invitation = find(person.user(), id, token, now);
        boolean unused = tenants.transaction(invitation.tenant(), statements -> {
            if (!repository.end(statements, invitation, "declined", now)) {
                throw unknown(id);
            }
            audit.append(
                    statements,
                    invitation.tenant(),
                    AuditActor.of(person.user()),
                    AuditEntry.of(AuditAction.INVITATION_DECLINE, invitation.id()));
            return true;
        });
    }

    private StoredInvitation find(UserId user, String id, @Nullable String token, Instant now) {
        InvitationId parsed;
        try {
            parsed = InvitationId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
        return people.transaction(user, statements -> repository.findReceived(statements, parsed, now))
                .orElseThrow(() -> explain(parsed, token, now));
    }

    /** Whoever has the mail in front of them may know which address it was sent to. */
    private ProblemException explain(InvitationId id, @Nullable String token, Instant now) {
        if (token == null) {
            return unknown(id.toString());
        }
        return database.transaction(
                        statements -> repository.findByToken(statements, id, new InvitationToken(token), now))
                .map(found -> new ProblemException(
                        ProblemType.INVITATION_FOR_OTHER_ADDRESS,
                        "This invitation is for " + found.email().masked()
                                + ", and you are signed in with another address. Sign in with that one, or ask to be"
                                + " invited with yours."))
                .orElseGet(() -> unknown(id.toString()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "Invitation \"" + id + "\" doesn't exist, is for another address, has expired, or was answered or taken"
                        + " back. Ask for another.");
    }
}
