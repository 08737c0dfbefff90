package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Questions about logs, of all tenants, as they go to workers. Runs in its caller's transaction. */
@Singleton
final class LogRows {

    /** Longer than anybody waits for an answer. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    /** A question without an answer. */
    record Open(UUID id, WorkerId worker, byte[] question) {}

    List<Open> open(Statements statements, Collection<WorkerId> workers, int limit) {
        return statements.list(
                "select id, worker_id, question from log_read where worker_id = any (?) and answer is null"
                        + " order by asked_at limit ?",
                row -> new Open(row.uuid("id"), new WorkerId(row.uuid("worker_id")), row.bytes("question")),
                workers.stream().map(WorkerId::value).toList(),
                limit);
    }

    /** False when nobody waits for it any more, or it was not for this worker to say. */
    boolean answered(Statements statements, WorkerId worker, UUID id, byte[] answer) {
        return statements.update(
                        "update log_read set answer = ? where id = ? and worker_id = ? and answer is null",
                        answer,
                        id,
                        worker.value())
                > 0;
    }

    void forget(Statements statements, Instant now) {
        statements.update("delete from log_read where asked_at < ?", now.minus(KEPT));
    }
}
