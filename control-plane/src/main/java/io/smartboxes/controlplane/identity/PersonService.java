package io.smartboxes.controlplane.identity;

import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.Session;
import io.smartboxes.api.v1.SessionList;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.UserDatabase;
import io.smartboxes.controlplane.tenant.Memberships;
import io.smartboxes.id.SessionId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** What people can see and do about themselves. */
@Singleton
final class PersonService {

    /** A session that nobody has used for so long was left behind; the provider has forgotten it too. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    private final UserDatabase database;
    private final UserRepository users;
    private final SessionRepository sessions;
    private final Memberships memberships;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    PersonService(
            UserDatabase database,
            UserRepository users,
            SessionRepository sessions,
            Memberships memberships,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.database = database;
        this.users = users;
        this.sessions = sessions;
        this.memberships = memberships;
        this.audit = audit;
        this.nudges = nudges;
        this.clock = clock;
    }

    Me me(SignedIn person) {
        var user = database.transaction(
                person.user(),
                statements -> users.find(statements, person.user()).orElseThrow());
        return new Me(
                new Me.User(user.id().toString(), user.email(), user.name(), user.createdAt()),
                memberships.of(person.user()).stream()
                        .map(membership -> new Me.Membership(
                                membership.tenant().shown(), membership.role().code()))
                        .toList(),
                new Me.CurrentSession(person.session().toString()));
    }

    SessionList sessions(SignedIn person) {
        var since = clock.instant().minus(FORGOTTEN_AFTER);
        return new SessionList(
                database
                        .transaction(person.user(), statements -> sessions.list(statements, person.user(), since))
                        .stream()
                        .map(session -> new Session(
                                session.id().toString(),
                                session.startedAt(),
                                session.lastSeenAt(),
                                session.id().equals(person.session())))
                        .toList());
    }

    void endSession(SignedIn person, String id) {
        SessionId session;
        try {
            session = SessionId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
        boolean unused = database.transaction(person.user(), statements -> {
            if (!sessions.end(statements, person.user(), session, clock.instant())) {
                throw unknown(id);
            }
            audit.append(statements, person.user(), AuditEntry.of(AuditAction.SESSION_END, session));
            return true;
        });
        nudges.publish(IdentityTopics.SESSION_ENDED, person.user().toString());
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "Session \"" + id + "\" doesn't exist, has ended, or is not yours.");
    }
}
