package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.platform.persistence.Statements;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Ended sign-ins of the staff. Needs the system door; runs in its caller's transaction. */
@Singleton
final class StaffSignOutRepository {

    /** Longer than any token or sign-in lasts. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** An ended sign-in stays ended, whatever its tokens say of their age. */
    private static final String SESSION = "session";

    private static final String PERSON = "person";

    StaffSignOutRepository() {}

    void end(Statements statements, String issuer, String sid, Instant now) {
        note(statements, issuer, SESSION, sid, now);
    }

    /** All that the person has begun until now. */
    void endAll(Statements statements, String issuer, String subject, Instant now) {
        note(statements, issuer, PERSON, subject, now);
    }

    /** From when on tokens of this sign-in would be good again, if it has ended. */
    Optional<Instant> ended(Statements statements, String issuer, String subject, String sid) {
        return statements
                .first("""
                        select max(case whole when 'session' then timestamptz '9999-01-01 00:00:00Z' else at end) as until
                        from staff_sign_out where issuer = ? and ((whole = 'session' and name = ?) or (whole = 'person' and name = ?))
                        """, row -> Optional.ofNullable(row.instantOrNull("until")), issuer, sid, subject)
                .orElseThrow();
    }

    private static void note(Statements statements, String issuer, String whole, String name, Instant now) {
        statements.update("delete from staff_sign_out where at < ?", now.minus(KEPT));
        statements.update("""
                insert into staff_sign_out (issuer, whole, name, at) values (?, ?, ?, ?)
                on conflict (issuer, whole, name) do update set at = greatest(staff_sign_out.at, excluded.at)
                """, issuer, whole, name, now);
    }
}
