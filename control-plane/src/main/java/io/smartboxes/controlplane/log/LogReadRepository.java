package io.smartboxes.controlplane.log;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Questions to workers, as their tenant sees them. Runs in its caller's transaction. */
@Singleton
final class LogReadRepository {

    /**
     * A sandbox whose log is asked for.
     *
     * @param hasRun a worker has it, or had
     */
    record Subject(boolean hasRun, @Nullable Instant endedAt) {}

    Optional<Subject> subject(Statements statements, TenantId tenant, SandboxId sandbox) {
        return statements.first(
                "select worker_id is not null as has_run, ended_at from sandbox where tenant_id = ? and id = ?",
                row -> new Subject(row.flag("has_run"), row.instantOrNull("ended_at")),
                tenant.value(),
                sandbox.value());
    }

    void ask(Statements statements, TenantId tenant, SandboxId sandbox, UUID id, byte[] question, Instant now) {
        statements.update("""
                insert into log_read (tenant_id, id, sandbox_id, worker_id, question, asked_at)
                select tenant_id, ?, id, worker_id, ?, ? from sandbox
                where tenant_id = ? and id = ? and worker_id is not null
                """, id, question, now, tenant.value(), sandbox.value());
    }

    Optional<byte[]> answer(Statements statements, TenantId tenant, UUID id) {
        return statements.first(
                "select answer from log_read where tenant_id = ? and id = ? and answer is not null",
                LogReadRepository::answer,
                tenant.value(),
                id);
    }

    private static byte[] answer(Row row) {
        return row.bytes("answer");
    }

    void forget(Statements statements, TenantId tenant, UUID id) {
        statements.update("delete from log_read where tenant_id = ? and id = ?", tenant.value(), id);
    }
}
