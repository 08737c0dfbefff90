package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.EventId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The append-only history of sandboxes. Runs in the transaction of the change it records. */
@Singleton
public final class SandboxEvents {

    private final InstantSource clock;

    SandboxEvents(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Adds an event.
     *
     * @param epoch of the lease that it happened under, 0 before the first
     */
    public void append(Statements statements, TenantId tenant, SandboxId sandbox, long epoch, Event event) {
        statements.update(
                """
                insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, reason, message, at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                tenant.value(),
                EventId.next(clock).value(),
                sandbox.value(),
                epoch,
                event.kind().code(),
                event.reason(),
                event.message(),
                clock.instant());
    }

    /** What happened and, where there is one, why: a stable code and a sentence. */
    public record Event(
            SandboxEventKind kind,
            @Nullable String reason,
            @Nullable String message) {

        public static Event of(SandboxEventKind kind) {
            return new Event(kind, null, null);
        }

        public static Event of(SandboxEventKind kind, EndCause cause) {
            return new Event(kind, cause.code(), cause.sentence());
        }
    }
}
