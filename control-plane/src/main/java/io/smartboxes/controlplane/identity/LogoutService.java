package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Ends sessions on the provider's word. Hearing it twice does no harm. */
@Singleton
final class LogoutService {

    private final TokenVerifier tokens;
    private final SystemDatabase database;
    private final UserRepository users;
    private final SessionRepository sessions;
    private final AuditTrail audit;
    private final NudgeBus nudges;
    private final InstantSource clock;

    LogoutService(
            TokenVerifier tokens,
            SystemDatabase database,
            UserRepository users,
            SessionRepository sessions,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.tokens = tokens;
        this.database = database;
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
        this.nudges = nudges;
        this.clock = clock;
    }

    void logout(String logoutToken) {
        var token = tokens.logout(logoutToken);
        database.transaction(statements -> end(statements, token))
                .ifPresent(user -> nudges.publish(IdentityTopics.SESSION_ENDED, user.toString()));
    }

    private Optional<UserId> end(Statements statements, LogoutToken token) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String sid = token.sid();
        if (sid != null) {
            var session = sessions.end(statements, token.issuer(), sid, SessionId.next(clock), now);
            var user = Optional.ofNullable(session.user());
            user.filter(found -> now.equals(session.endedAt()))
                    .ifPresent(found -> note(statements, found, session.id()));
            return user;
        }
        var user = Optional.ofNullable(token.subject())
                .flatMap(subject -> users.signOut(statements, token.issuer(), subject, now));
        user.ifPresent(
                found -> sessions.endAll(statements, found, now).forEach(session -> note(statements, found, session)));
        return user;
    }

    private void note(Statements statements, UserId user, SessionId session) {
        audit.append(statements, user, AuditActor.SYSTEM, AuditEntry.of(AuditAction.SESSION_END, session));
    }
}
