package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sign-ins' rows. Runs in its caller's transaction. */
@Singleton
final class SessionRepository {

    private static final Duration LAST_SEEN_GRAIN = Duration.ofMinutes(1);
    private static final int LISTED_MAX = 100;

    private static final String COLUMNS = "id, user_id, started_at, last_seen_at, ended_at";

    SessionRepository() {}

    /** The session that the provider calls so; begun now, if it is new. Needs the system door. */
    UserSession begin(Statements statements, String issuer, String sid, UserId user, SessionId next, Instant now) {
        statements.update("""
                insert into user_session (id, issuer, sid, user_id, started_at, last_seen_at) values (?, ?, ?, ?, ?, ?)
                on conflict (issuer, sid) do nothing
                """, next.value(), issuer, sid, user.value(), now, now);
        return find(statements, issuer, sid).orElseThrow();
    }

    /** Needs the system door. */
    Optional<UserSession> find(Statements statements, String issuer, String sid) {
        return statements.first(
                "select " + COLUMNS + " from user_session where issuer = ? and sid = ?",
                SessionRepository::session,
                issuer,
                sid);
    }

    /** Somebody was there: to the minute, so that a busy session costs few writes. */
    void seen(Statements statements, SessionId session, Instant now) {
        statements.update(
                "update user_session set last_seen_at = ? where id = ? and last_seen_at < ?",
                now,
                session.value(),
                now.minus(LAST_SEEN_GRAIN));
    }

    /** The provider ended it. One that was never used here is kept as ended, for its tokens may still come. Needs the system door. */
    UserSession end(Statements statements, String issuer, String sid, SessionId next, Instant now) {
        return statements
                .first("""
                        insert into user_session as s (id, issuer, sid, started_at, last_seen_at, ended_at)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (issuer, sid) do update set ended_at = coalesce(s.ended_at, excluded.ended_at)
                        returning\s""" + COLUMNS, SessionRepository::session, next.value(), issuer, sid, now, now, now)
                .orElseThrow();
    }

    /** A person ends one of their own. False: there is no such live one. Needs the user door. */
    boolean end(Statements statements, UserId user, SessionId session, Instant now) {
        return statements.update(
                        "update user_session set ended_at = ? where user_id = ? and id = ? and ended_at is null",
                        now,
                        user.value(),
                        session.value())
                > 0;
    }

    /** Ends all of somebody's. Needs the system door. */
    List<SessionId> endAll(Statements statements, UserId user, Instant now) {
        return statements.list(
                "update user_session set ended_at = ? where user_id = ? and ended_at is null returning id",
                row -> new SessionId(row.uuid("id")),
                now,
                user.value());
    }

    /** Live ones, newest first. Needs the user door. */
    List<UserSession> list(Statements statements, UserId user, Instant seenAfter) {
        return statements.list(
                "select " + COLUMNS + " from user_session where user_id = ? and ended_at is null"
                        + " and last_seen_at > ? order by started_at desc limit ?",
                SessionRepository::session,
                user.value(),
                seenAfter,
                LISTED_MAX);
    }

    private static UserSession session(Row row) {
        var user = row.uuidOrNull("user_id");
        return new UserSession(
                new SessionId(row.uuid("id")),
                user == null ? null : new UserId(user),
                row.instant("started_at"),
                row.instant("last_seen_at"),
                row.instantOrNull("ended_at"));
    }
}
