package io.smartboxes.controlplane.identity;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** People's rows. Runs in its caller's transaction. */
@Singleton
final class UserRepository {

    private static final String SELECT =
            "select id, email, name, created_at, signed_out_at, deleted_at from user_account ";

    UserRepository() {}

    /** Needs the user door. */
    Optional<UserAccount> find(Statements statements, UserId user) {
        return statements.first(SELECT + "where id = ?", UserRepository::user, user.value());
    }

    /** Needs the system door: whose row it is has to be found out. */
    Optional<UserAccount> find(Statements statements, String issuer, String subject) {
        return statements.first(SELECT + "where issuer = ? and sub = ?", UserRepository::user, issuer, subject);
    }

    /** False, if somebody else has made this person first; they have committed by then. */
    boolean insert(Statements statements, UserId user, AccessToken token, @Nullable String name, Instant now) {
        return statements.update("""
                        insert into user_account (id, issuer, sub, email, name, created_at) values (?, ?, ?, ?, ?, ?)
                        on conflict (issuer, sub) do nothing
                        """, user.value(), token.issuer(), token.subject(), token.email(), name, now) > 0;
    }

    /** Who it was, nobody knows any more; that somebody was, the log of what they did still needs. The next sign-in makes a new account. */
    boolean forget(Statements statements, UserId user, Instant now) {
        return statements.update("""
                        update user_account set deleted_at = ?, email = '', name = null, sub = 'deleted/' || id::text
                        where id = ? and deleted_at is null
                        """, now, user.value()) > 0;
    }

    void changeEmail(Statements statements, UserId user, String email) {
        statements.update("update user_account set email = ? where id = ?", email, user.value());
    }

    /** From now on no token issued before counts. */
    Optional<UserId> signOut(Statements statements, String issuer, String subject, Instant now) {
        return statements.first(
                "update user_account set signed_out_at = ? where issuer = ? and sub = ? returning id",
                row -> new UserId(row.uuid("id")),
                now,
                issuer,
                subject);
    }

    private static UserAccount user(Row row) {
        return new UserAccount(
                new UserId(row.uuid("id")),
                row.text("email"),
                row.textOrNull("name"),
                row.instant("created_at"),
                row.instantOrNull("signed_out_at"),
                row.instantOrNull("deleted_at"));
    }
}
