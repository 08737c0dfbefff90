package io.smartboxes.controlplane.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.access.Activity;
import io.smartboxes.controlplane.access.PeopleAuthenticator;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditActor;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.UserId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns access tokens into people. Every call checks that the token's session has not ended; the answer is remembered for at
 * most eight seconds, and dropped at once when the session is known to have ended. The first call of somebody new makes
 * their account.
 */
@Singleton
final class SignIns implements PeopleAuthenticator {

    /** With the second after which an open stream looks again, an end takes effect within ten. */
    private static final Duration REMEMBERED = Duration.ofSeconds(8);

    private static final long REMEMBERED_MAX = 10_000;

    private final TokenVerifier tokens;
    private final SystemDatabase database;
    private final Accounts accounts;
    private final SessionRepository sessions;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final Cache<Key, Live> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    SignIns(
            TokenVerifier tokens,
            SystemDatabase database,
            Accounts accounts,
            SessionRepository sessions,
            AuditTrail audit,
            NudgeBus nudges,
            InstantSource clock) {
        this.tokens = tokens;
        this.database = database;
        this.accounts = accounts;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        nudges.subscribe(IdentityTopics.SESSION_ENDED, new NudgeListener() {
            @Override
            public void nudged(String user) {
                known.asMap()
                        .values()
                        .removeIf(live -> live.person().user().toString().equals(user));
            }

            @Override
            public void missed() {
                known.invalidateAll();
            }
        });
    }

    /** Names one sign-in at the provider. */
    private record Key(String subject, String sid) {}

    /** A sign-in that has not ended. */
    private record Live(SignedIn person, @Nullable Instant signedOutAt, Activity seen) {}

    @Override
    public boolean isOn() {
        return tokens.isOn();
    }

    @Override
    public SignedIn authenticate(String token, Activity activity) {
        var claims = tokens.access(token);
        if (!claims.emailVerified()) {
            throw new ProblemException(
                    ProblemType.VERIFICATION_REQUIRED,
                    "Confirm your e-mail address first: follow the link in the mail, then sign in again.");
        }
        var key = new Key(claims.subject(), claims.sid());
        var cached = known.getIfPresent(key);
        // A stream may have filled the cache without anybody being there; the first person after it is still to be
        // noted.
        boolean serves = cached != null && (activity == Activity.BACKGROUND || cached.seen() == Activity.PRESENT);
        var live = cached != null && serves ? cached : load(key, claims, activity);
        requireIssuedAfter(live.signedOutAt(), claims);
        return live.person();
    }

    private Live load(Key key, AccessToken claims, Activity activity) {
        var live = database.transaction(statements -> load(statements, claims, activity));
        known.put(key, live);
        return live;
    }

    private Live load(Statements statements, AccessToken claims, Activity activity) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var user = accounts.of(statements, claims, now);
        if (user.deletedAt() != null) {
            throw ended("This account was deleted.");
        }
        requireIssuedAfter(user.signedOutAt(), claims);
        var next = SessionId.next(clock);
        var session = sessions.begin(statements, claims.issuer(), claims.sid(), user.id(), next, now);
        if (session.endedAt() != null || !isOf(user.id(), session)) {
            throw ended("This sign-in has ended. Sign in again.");
        }
        if (session.id().equals(next)) {
            audit.append(
                    statements,
                    user.id(),
                    AuditActor.of(user.id()),
                    AuditEntry.of(AuditAction.SESSION_BEGIN, session.id()));
        }
        if (activity == Activity.PRESENT) {
            sessions.seen(statements, session.id(), now);
        }
        return new Live(new SignedIn(user.id(), session.id()), user.signedOutAt(), activity);
    }

    private static boolean isOf(UserId user, UserSession session) {
        return user.equals(session.user());
    }

    /** Tokens tell their time in whole seconds. */
    private static void requireIssuedAfter(@Nullable Instant signedOutAt, AccessToken claims) {
        if (signedOutAt != null && claims.issuedAt().isBefore(signedOutAt.truncatedTo(ChronoUnit.SECONDS))) {
            throw ended("You were signed out everywhere. Sign in again.");
        }
    }

    private static ProblemException ended(String detail) {
        return new ProblemException(ProblemType.SESSION_ENDED, detail);
    }
}
