package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.dispatch.Observation.Change;
import io.smartboxes.controlplane.dispatch.Observation.DeadlineTaken;
import io.smartboxes.controlplane.dispatch.Observation.Ended;
import io.smartboxes.controlplane.dispatch.Observation.Refused;
import io.smartboxes.controlplane.dispatch.Observation.Running;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.SandboxEventKind;
import io.smartboxes.id.EventId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Moves the seen side of sandboxes, each time with the event that tells of it, in one statement. Every write names the state
 * and epoch it starts from; one that finds another writes nothing. Runs in its caller's transaction.
 */
@Singleton
final class SeenRepository {

    /** Before a worker that refused is asked again, unless another is there. */
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private static final String AND_TELL = """
            where tenant_id = ? and id = ? and epoch = ? and seen = ? returning tenant_id, id, epoch)
            insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, reason, message, at)
            select tenant_id, ?, id, epoch, ?, ?, ?, ? from changed
            """;

    private final InstantSource clock;

    SeenRepository(InstantSource clock) {
        this.clock = clock;
    }

    /** Gives the sandbox to the worker under the next epoch. */
    boolean lease(Statements statements, SeenSandbox pending, WorkerId worker, String build, Instant now) {
        return statements.update(
                        """
                        with changed as (update sandbox set seen = 'STARTING', worker_id = ?, epoch = epoch + 1,
                            template_build = ?, reason = null, message = null
                        """ + AND_TELL,
                        worker.value(),
                        build,
                        pending.tenant().value(),
                        pending.id().value(),
                        pending.epoch(),
                        pending.seen().name(),
                        EventId.next(clock).value(),
                        SandboxEventKind.LEASED.code(),
                        null,
                        worker.toString(),
                        now)
                > 0;
    }

    /** Notes why a pending sandbox still waits; no event, for nothing has happened. */
    void waiting(Statements statements, SeenSandbox pending, EndCause reason, String message) {
        statements.update(
                "update sandbox set reason = ?, message = ? where tenant_id = ? and id = ? and seen = 'PENDING'",
                reason.code(),
                message,
                pending.tenant().value(),
                pending.id().value());
    }

    /** False: the row was not in the state that the change starts from. */
    boolean apply(Statements statements, Change change) {
        return switch (change) {
            case Running running -> running(statements, running);
            case Refused refused -> refused(statements, refused);
            case DeadlineTaken taken -> deadlineTaken(statements, taken);
            case Ended ended -> ended(statements, ended);
        };
    }

    private boolean running(Statements statements, Running change) {
        return tell(
                statements,
                """
                with changed as (update sandbox set seen = 'RUNNING', runtime_id = ?, started_at = ?,
                    seen_end_at = ?, seen_end_revision = ?, environment = null
                """,
                change,
                SandboxEventKind.STARTED,
                null,
                null,
                change.runtimeId(),
                change.at(),
                change.endAt(),
                change.endRevision());
    }

    private boolean refused(Statements statements, Refused change) {
        return tell(
                statements,
                """
                with changed as (update sandbox set seen = 'PENDING', worker_id = null, template_build = null,
                    refused_by = array_append(array_remove(refused_by, ?), ?), retry_at = ?, reason = ?, message = ?
                """,
                change,
                SandboxEventKind.START_FAILED,
                EndCause.START_FAILED.code(),
                change.message(),
                change.by().value(),
                change.by().value(),
                clock.instant().plus(RETRY_PAUSE),
                EndCause.START_FAILED.code(),
                change.message());
    }

    private boolean deadlineTaken(Statements statements, DeadlineTaken change) {
        return tell(
                statements,
                """
                with changed as (update sandbox set seen_end_at = ?, seen_end_revision = ?
                """,
                change,
                SandboxEventKind.DEADLINE_SET,
                null,
                change.endAt().toString(),
                change.endAt(),
                change.endRevision());
    }

    private boolean ended(Statements statements, Ended change) {
        Duration lived = change.lived();
        return tell(
                statements,
                """
                with changed as (update sandbox set seen = ?, reason = ?, message = ?, ended_at = ?, lived_millis = ?,
                    environment = null
                """,
                change,
                SandboxEventKind.ENDED,
                change.cause().code(),
                change.message(),
                change.end().name(),
                change.cause().code(),
                change.message(),
                change.at(),
                lived == null ? null : lived.toMillis());
    }

    private boolean tell(
            Statements statements,
            String update,
            Change change,
            SandboxEventKind kind,
            @Nullable String reason,
            @Nullable String message,
            @Nullable Object... changed) {
        SeenSandbox before = change.before();
        Object[] told = {
            before.tenant().value(),
            before.id().value(),
            before.epoch(),
            before.seen().name(),
            EventId.next(clock).value(),
            kind.code(),
            reason,
            message,
            change.at()
        };
        return statements.update(update + AND_TELL, concatenated(changed, told)) > 0;
    }

    private static @Nullable Object[] concatenated(@Nullable Object[] head, @Nullable Object[] tail) {
        @Nullable Object[] all = new Object[head.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }
}
