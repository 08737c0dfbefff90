package io.smartboxes.controlplane.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Which sign-ins of the staff their issuer has ended. What is known of one is remembered for at most eight seconds, and dropped
 * at once when it is known to have ended.
 */
@Singleton
final class StaffSignOuts {

    private static final Duration REMEMBERED = Duration.ofSeconds(8);
    private static final long REMEMBERED_MAX = 1_000;

    private final SystemDatabase database;
    private final StaffSignOutRepository repository;
    private final NudgeBus nudges;
    private final InstantSource clock;
    private final Cache<SignIn, Optional<Instant>> known = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(REMEMBERED_MAX)
            .build();

    StaffSignOuts(SystemDatabase database, StaffSignOutRepository repository, NudgeBus nudges, InstantSource clock) {
        this.database = database;
        this.repository = repository;
        this.nudges = nudges;
        this.clock = clock;
        nudges.subscribe(IdentityTopics.STAFF_SIGNED_OUT, new NudgeListener() {
            @Override
            public void nudged(String name) {
                known.asMap().keySet().removeIf(signIn -> signIn.is(name));
            }

            @Override
            public void missed() {
                known.invalidateAll();
            }
        });
    }

    /** One sign-in of somebody, in the issuer's words. */
    private record SignIn(String issuer, String subject, String sid) {

        boolean is(String name) {
            return sid.equals(name) || subject.equals(name);
        }
    }

    /** @throws ProblemException SESSION_ENDED */
    void requireNone(AccessToken token) {
        var signIn = new SignIn(token.issuer(), token.subject(), token.sid());
        var ended = known.get(signIn, this::load);
        // Tokens tell their time in whole seconds.
        if (ended.isPresent() && token.issuedAt().isBefore(ended.get().truncatedTo(ChronoUnit.SECONDS))) {
            throw new ProblemException(ProblemType.SESSION_ENDED, "This sign-in has ended. Sign in again.");
        }
    }

    /** On the issuer's word. Hearing it twice does no harm. */
    void end(LogoutToken token) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String sid = token.sid();
        boolean unused = database.transaction(statements -> {
            if (sid == null) {
                repository.endAll(statements, token.issuer(), Objects.requireNonNull(token.subject()), now);
            } else {
                repository.end(statements, token.issuer(), sid, now);
            }
            return true;
        });
        nudges.publish(IdentityTopics.STAFF_SIGNED_OUT, sid == null ? String.valueOf(token.subject()) : sid);
    }

    private Optional<Instant> load(SignIn signIn) {
        return database.transaction(
                statements -> repository.ended(statements, signIn.issuer(), signIn.subject(), signIn.sid()));
    }
}
