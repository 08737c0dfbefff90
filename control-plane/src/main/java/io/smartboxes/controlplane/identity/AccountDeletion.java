package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.tenant.Departures;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Deletes accounts: out of each tenant first, one transaction each, then the account itself. Whoever asks again after a crash goes
 * on where it stopped. Audit events name the person by an id that leads nowhere from then on.
 */
@Singleton
final class AccountDeletion {

    private final Departures departures;
    private final SystemDatabase database;
    private final UserRepository users;
    private final SessionRepository sessions;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    AccountDeletion(
            Departures departures,
            SystemDatabase database,
            UserRepository users,
            SessionRepository sessions,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.departures = departures;
        this.database = database;
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
        this.nudges = nudges;
        this.clock = clock;
    }

    /** @throws io.smartboxes.problem.ProblemException LAST_OWNER, naming the tenants that need another owner first */
    void delete(SignedIn person) {
        departures.leaveAll(person.user());
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean unused = database.transaction(statements -> forget(statements, person.user(), now));
        nudges.publish(IdentityTopics.SESSION_ENDED, person.user().toString());
    }

    private boolean forget(Statements statements, UserId user, Instant now) {
        audit.append(statements, user, AuditActor.of(user), AuditEntry.of(AuditAction.ACCOUNT_DELETE, user));
        sessions.endAll(statements, user, now);
        return users.forget(statements, user, now);
    }
}
