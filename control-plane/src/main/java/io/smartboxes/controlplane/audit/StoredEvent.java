package io.smartboxes.controlplane.audit;

import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.api.v1.AuditEvent.Change;
import io.smartboxes.id.AuditEventId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as the database has it: it knows ids, and nobody's name. */
record StoredEvent(
        AuditEventId id,
        Instant at,
        AuditActor actor,
        String action,
        @Nullable String target,
        String outcome,
        @Nullable String code,
        int repeats,
        @Nullable String address,
        @Nullable String requestId,
        Map<String, Change> difference) {

    /** @param names of actors, by their text */
    AuditEvent shown(Map<String, String> names) {
        return new AuditEvent(
                id.toString(),
                at,
                new AuditEvent.Who(
                        actor.kind(), actor.equals(AuditActor.SYSTEM) ? null : actor.text(), names.get(actor.text())),
                action,
                target,
                outcome,
                code,
                repeats,
                address,
                requestId,
                difference);
    }
}
