package io.smartboxes.controlplane.mail;

import io.micronaut.serde.ObjectMapper;
import io.smartboxes.controlplane.platform.crypto.Sealer;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.MailId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Mails that wait, were sent, or were given up. What a mail says may open something, so it is sealed, and gone once it was sent.
 * Runs in its caller's transaction.
 */
@Singleton
final class MailRepository {

    private final Sealer sealer;
    private final ObjectMapper json;
    private final InstantSource clock;

    MailRepository(Sealer sealer, ObjectMapper json, InstantSource clock) {
        this.sealer = sealer;
        this.json = json;
        this.clock = clock;
    }

    void insert(Statements statements, TenantId tenant, Mail mail, Instant now) {
        var id = MailId.next(clock);
        statements.update("""
                insert into mail (tenant_id, id, kind, sealed, created_at, next_try_at) values (?, ?, ?, ?, ?, ?)
                """, tenant.value(), id.value(), mail.kind(), seal(id, mail), now, now);
    }

    int count(Statements statements, TenantId tenant, String kind, Instant since) {
        return statements
                .first(
                        "select count(*) as mails from mail where tenant_id = ? and kind = ? and created_at > ?",
                        row -> row.count("mails"),
                        tenant.value(),
                        kind,
                        since)
                .orElseThrow();
    }

    /** The next one that is due, for one sender and this long; after that it is due again. Needs the system door. */
    Optional<Claimed> claim(Statements statements, Instant now, Duration lease) {
        return statements.first("""
                update mail set attempts = attempts + 1, next_try_at = ?
                where (tenant_id, id) = (
                    select tenant_id, id from mail where next_try_at <= ? and sealed is not null and failed_at is null
                    order by next_try_at limit 1 for update skip locked)
                returning id, kind, sealed, attempts
                """, MailRepository::claimed, now.plus(lease), now);
    }

    /** Whether it was still this attempt's. */
    boolean sent(Statements statements, Claimed mail, Instant now) {
        return statements.update(
                        "update mail set sent_at = ?, sealed = null, last_error = null where id = ? and attempts = ? and sent_at is null",
                        now,
                        mail.id().value(),
                        mail.attempt())
                > 0;
    }

    boolean retry(Statements statements, Claimed mail, String error, Instant at) {
        return statements.update(
                        "update mail set next_try_at = ?, last_error = ? where id = ? and attempts = ? and sent_at is null",
                        at,
                        error,
                        mail.id().value(),
                        mail.attempt())
                > 0;
    }

    boolean giveUp(Statements statements, Claimed mail, String error, Instant now) {
        return statements.update(
                        "update mail set failed_at = ?, last_error = ?, sealed = null where id = ? and attempts = ? and sent_at is null",
                        now,
                        error,
                        mail.id().value(),
                        mail.attempt())
                > 0;
    }

    int forget(Statements statements, Instant before, int most) {
        return statements.update("""
                delete from mail where (tenant_id, id) in (
                    select tenant_id, id from mail where created_at < ? and (sent_at is not null or failed_at is not null) limit ?)
                """, before, most);
    }

    private byte[] seal(MailId id, Mail mail) {
        try {
            return sealer.seal(context(id), json.writeValueAsBytes(mail));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Claimed claimed(Row row) {
        return new Claimed(new MailId(row.uuid("id")), row.text("kind"), row.count("attempts"), row.bytes("sealed"));
    }

    /**
     * What a claimed mail says.
     *
     * @throws IllegalStateException if it was sealed under another master key
     */
    DueMail open(Claimed mail) {
        try {
            byte[] said = sealer.open(context(mail.id()), mail.sealed());
            return new DueMail(mail, Objects.requireNonNull(json.readValue(said, Mail.class)));
        } catch (IOException failure) {
            throw new IllegalStateException("mail " + mail.id() + " cannot be read", failure);
        }
    }

    private static String context(MailId id) {
        return "mail.sealed/" + id;
    }

    /**
     * A mail that is one sender's for a while.
     *
     * @param attempt its number, from 1; what a late attempt reports counts no more
     */
    record Claimed(MailId id, String kind, int attempt, byte[] sealed) {}

    /** The same, and what it says. */
    record DueMail(Claimed row, Mail mail) {}
}
