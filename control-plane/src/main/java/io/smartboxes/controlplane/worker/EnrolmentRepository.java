package io.smartboxes.controlplane.worker;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.EnrolmentTokenId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enrolment tokens: their hashes, and what each was traded for. */
@Singleton
final class EnrolmentRepository {

    /** @param use null while nobody has used the token */
    record StoredToken(
            String workerName,
            byte[] hash,
            Instant expiresAt,
            @Nullable Use use) {}

    /** The answer that the token gave. */
    record Use(byte[] publicKeyHash, WorkerId worker, byte[] certificate) {}

    void insert(Statements statements, EnrolmentToken token, String workerName, Instant now, Instant expiresAt) {
        statements.update("""
                insert into enrolment_token (id, worker_name, hash, created_at, expires_at) values (?, ?, ?, ?, ?)
                """, token.id().value(), workerName, token.secretHash(), now, expiresAt);
    }

    /** The token's row, locked, so that two uses at once are one after the other. */
    Optional<StoredToken> lock(Statements statements, EnrolmentTokenId id) {
        return statements.first("""
                select worker_name, hash, expires_at, public_key_hash, worker_id, certificate
                from enrolment_token where id = ? for update
                """, EnrolmentRepository::stored, id.value());
    }

    void use(Statements statements, EnrolmentTokenId id, Use use, Instant now) {
        statements.update("""
                update enrolment_token set used_at = ?, public_key_hash = ?, worker_id = ?, certificate = ? where id = ?
                """, now, use.publicKeyHash(), use.worker().value(), use.certificate(), id.value());
    }

    private static StoredToken stored(Row row) {
        Use use = row.uuidOrNull("worker_id") == null
                ? null
                : new Use(row.bytes("public_key_hash"), new WorkerId(row.uuid("worker_id")), row.bytes("certificate"));
        return new StoredToken(row.text("worker_name"), row.bytes("hash"), row.instant("expires_at"), use);
    }
}
