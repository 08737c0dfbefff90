package io.smartboxes.controlplane.sandbox;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sandboxes that nobody was told of, and forgets old Idempotency-Keys. Any number of replicas may do it at once. */
@Singleton
class SandboxReaper {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxReaper.class);

    /** How long an Idempotency-Key stands for its sandbox. */
    private static final Duration IDEMPOTENCY_KEPT = Duration.ofHours(24);

    private static final int BATCH = 500;

    private final SystemDatabase database;
    private final NudgeBus nudges;
    private final InstantSource clock;

    SandboxReaper(SystemDatabase database, NudgeBus nudges, InstantSource clock) {
        this.database = database;
        this.nudges = nudges;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "5s", initialDelay = "2s")
    void sweep() {
        try {
            endAbandoned();
            forgetIdempotencyKeys();
        } catch (RuntimeException failure) {
            LOG.warn("abandoned sandboxes are not looked for until the next round: {}", failure.getMessage());
        }
    }

    void endAbandoned() {
        var ended = database.transaction(statements -> statements.list(
                """
                update sandbox set wanted = 'TERMINATED', wanted_cause = ?, abandon_at = null
                where id in (
                    select id from sandbox
                    where abandon_at < ? and wanted = 'RUNNING' and seen not in ('TERMINATED', 'FAILED')
                    limit ? for update skip locked)
                returning id
                """, row -> new SandboxId(row.uuid("id")), EndCause.CALLER_GONE.code(), clock.instant(), BATCH));
        for (var sandbox : ended) {
            Failpoints.reach(SandboxFailpoint.CREATE_ABANDONED);
            LOG.info("nobody was told of sandboxId={}: it ends", sandbox);
            nudges.publish(SandboxTopics.WANTED, sandbox.toString());
        }
    }

    private void forgetIdempotencyKeys() {
        int unused = database.transaction(
                statements -> statements.update("""
                delete from sandbox_idempotency where (tenant_id, key) in (
                    select tenant_id, key from sandbox_idempotency where created_at < ? limit ?)
                """, clock.instant().minus(IDEMPOTENCY_KEPT), BATCH));
    }
}
