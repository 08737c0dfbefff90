package io.smartboxes.controlplane.sandbox;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.DatabaseAwayException;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back sandboxes whose caller was not and will not be told of them: at once, or, while the database is away, as soon as
 * it is back. It holds at most one entry for each create that an outage met.
 */
@Singleton
class SandboxWithdrawals {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxWithdrawals.class);

    private final TenantDatabase database;
    private final SandboxRepository sandboxes;
    private final NudgeBus nudges;
    private final Queue<Withdrawal> owed = new ConcurrentLinkedQueue<>();

    SandboxWithdrawals(TenantDatabase database, SandboxRepository sandboxes, NudgeBus nudges) {
        this.database = database;
        this.sandboxes = sandboxes;
        this.nudges = nudges;
    }

    /** What is to be taken back; it may never have been written. */
    private record Withdrawal(TenantId tenant, SandboxId sandbox) {}

    /** Takes it back now, or later if the database is away. */
    void now(TenantId tenant, SandboxId sandbox) {
        var withdrawal = new Withdrawal(tenant, sandbox);
        try {
            carryOut(withdrawal);
        } catch (DatabaseAwayException away) {
            owed.add(withdrawal);
        }
    }

    /** Takes it back once the database, which was away a moment ago, is there again. */
    void later(TenantId tenant, SandboxId sandbox) {
        owed.add(new Withdrawal(tenant, sandbox));
    }

    @Scheduled(fixedDelay = "1s")
    void carryOutOwed() {
        try {
            for (var next = owed.peek(); next != null; next = owed.peek()) {
                carryOut(next);
                owed.remove();
            }
        } catch (DatabaseAwayException away) {
            LOG.info("{} sandboxes are taken back when the database is there again", owed.size());
        }
    }

    private void carryOut(Withdrawal withdrawal) {
        var taken = database.transaction(
                withdrawal.tenant(),
                statements ->
                        sandboxes.wantEnd(statements, withdrawal.tenant(), withdrawal.sandbox(), EndCause.CALLER_GONE));
        if (taken.isPresent()) {
            Failpoints.reach(SandboxFailpoint.CREATE_WITHDRAWN);
            LOG.info("nobody was told of sandboxId={}: it ends", withdrawal.sandbox());
            nudges.publish(SandboxTopics.WANTED, withdrawal.sandbox().toString());
        }
    }
}
