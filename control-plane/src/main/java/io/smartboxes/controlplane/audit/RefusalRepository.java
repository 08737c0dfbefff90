package io.smartboxes.controlplane.audit;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.AuditEventId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Refusals that are still being counted. Runs in its caller's transaction. */
@Singleton
final class RefusalRepository {

    private final InstantSource clock;

    RefusalRepository(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds to what other replicas have counted. */
    void count(Statements statements, Refusal refusal) {
        var owner = refusal.kind().owner();
        statements.update(
                """
                insert into audit_refusal as r (tenant_id, user_id, id, minute, at, actor, action, target, code, repeats, address, request_id)
                values (?::uuid, ?::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?::inet, ?)
                on conflict (tenant_id, user_id, minute, actor, action, code) do update set
                    repeats = r.repeats + excluded.repeats,
                    target = case when r.target = excluded.target then r.target end
                """,
                owner == null ? null : owner.tenant(),
                owner == null ? null : owner.person(),
                AuditEventId.next(clock).value(),
                refusal.kind().minute(),
                refusal.at(),
                refusal.kind().actor().text(),
                refusal.kind().action(),
                refusal.target(),
                refusal.kind().code(),
                refusal.repeats(),
                refusal.origin().address(),
                refusal.origin().requestId());
    }

    /** Makes events of what was counted before; an event keeps the id that it was already shown with. Needs the system door. */
    int settle(Statements statements, Instant before, int most) {
        return statements.update("""
                with settled as (
                    delete from audit_refusal where id in (
                        select id from audit_refusal where minute < ? order by minute limit ? for update skip locked)
                    returning *)
                insert into audit_event
                    (tenant_id, user_id, id, at, actor, action, target, outcome, code, repeats, address, request_id, difference)
                select tenant_id, user_id, id, at, actor, action, target, outcome, code, repeats, address, request_id, difference
                from settled order by at, id
                """, before, most);
    }
}
