package io.smartboxes.controlplane.sandbox;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what runs for tenants that are being deleted, or are suspended past their grace. Any number of replicas may do it at once. */
@Singleton
class SandboxEviction {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxEviction.class);

    private static final int BATCH = 500;

    private final SystemDatabase database;
    private final SandboxEvents events;
    private final NudgeBus nudges;
    private final InstantSource clock;

    SandboxEviction(SystemDatabase database, SandboxEvents events, NudgeBus nudges, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.nudges = nudges;
        this.clock = clock;
    }

    /** One that is wanted to end. */
    private record Evicted(TenantId tenant, SandboxId sandbox, long epoch, EndCause cause) {}

    @Scheduled(fixedDelay = "2s", initialDelay = "2s")
    void sweep() {
        try {
            var evicted = database.transaction(this::evict);
            for (var sandbox : evicted) {
                LOG.info("sandboxId={} of tenantId={} ends: {}", sandbox.sandbox(), sandbox.tenant(), sandbox.cause());
                nudges.publish(SandboxTopics.WANTED, sandbox.sandbox().toString());
            }
        } catch (RuntimeException failure) {
            LOG.warn("sandboxes of tenants that end go on until the next round: {}", failure.getMessage());
        }
    }

    private List<Evicted> evict(Statements statements) {
        var evicted = statements.list(
                """
                update sandbox s set wanted = 'TERMINATED', abandon_at = null,
                    wanted_cause = case when t.delete_at is null then ? else ? end
                from tenant t
                where t.id = s.tenant_id and s.id in (
                    select live.id from sandbox live join tenant ending on ending.id = live.tenant_id
                    where (ending.delete_at is not null or ending.terminate_at <= ?)
                      and live.wanted = 'RUNNING' and live.seen not in ('TERMINATED', 'FAILED')
                    limit ? for update of live skip locked)
                returning s.tenant_id, s.id, s.epoch, s.wanted_cause
                """,
                row -> new Evicted(
                        new TenantId(row.uuid("tenant_id")),
                        new SandboxId(row.uuid("id")),
                        row.number("epoch"),
                        EndCause.of(row.text("wanted_cause")).orElseThrow()),
                EndCause.TENANT_SUSPENDED.code(),
                EndCause.TENANT_CLOSED.code(),
                clock.instant(),
                BATCH);
        evicted.forEach(sandbox -> events.append(
                statements,
                sandbox.tenant(),
                sandbox.sandbox(),
                sandbox.epoch(),
                SandboxEvents.Event.of(SandboxEventKind.END_WANTED, sandbox.cause())));
        return evicted;
    }
}
