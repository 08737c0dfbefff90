package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Which sandbox an Idempotency-Key stands for. Runs in its caller's transaction. */
@Singleton
final class IdempotencyRepository {

    IdempotencyRepository() {}

    /** Claims the key for a new sandbox. False: it is taken; whoever holds it has committed by then. */
    boolean claim(Statements statements, TenantId tenant, IdempotencyKey key, SandboxId sandbox, Instant now) {
        return statements.update("""
                        insert into sandbox_idempotency (tenant_id, key, body_hash, sandbox_id, created_at)
                        values (?, ?, ?, ?, ?) on conflict (tenant_id, key) do nothing
                        """, tenant.value(), key.text(), key.requestHash(), sandbox.value(), now) > 0;
    }

    /** Gives the key of a create that failed to the next attempt. False: another attempt was faster. */
    boolean replace(Statements statements, TenantId tenant, IdempotencyKey key, SandboxId failed, SandboxId next) {
        return statements.update(
                        "update sandbox_idempotency set sandbox_id = ? where tenant_id = ? and key = ? and sandbox_id = ?",
                        next.value(),
                        tenant.value(),
                        key.text(),
                        failed.value())
                > 0;
    }

    Optional<Claimed> find(Statements statements, TenantId tenant, IdempotencyKey key) {
        return statements.first(
                "select sandbox_id, body_hash from sandbox_idempotency where tenant_id = ? and key = ?",
                row -> new Claimed(new SandboxId(row.uuid("sandbox_id")), row.bytes("body_hash")),
                tenant.value(),
                key.text());
    }

    /** What a key stands for. */
    record Claimed(SandboxId sandbox, byte[] requestHash) {}
}
