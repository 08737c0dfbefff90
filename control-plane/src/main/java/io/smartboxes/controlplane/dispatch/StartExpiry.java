package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciler: a sandbox that its worker has not started in time is no longer wanted. It is not ended here: its worker may be
 * running it unheard, so it ends when the worker says so.
 */
@Singleton
final class StartExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(StartExpiry.class);

    private final SystemDatabase database;
    private final LeaseRepository leases;
    private final LinkConfig config;
    private final LinkCounters counters;
    private final NudgeBus nudges;
    private final InstantSource clock;
    private long lookedAt;
    private boolean looked;

    StartExpiry(
            SystemDatabase database,
            LeaseRepository leases,
            LinkConfig config,
            LinkCounters counters,
            NudgeBus nudges,
            InstantSource clock) {
        this.database = database;
        this.leases = leases;
        this.config = config;
        this.counters = counters;
        this.nudges = nudges;
        this.clock = clock;
    }

    /** Nobody is in a hurry for this: once in a poll interval, however often nudged. */
    void pass() {
        long now = System.nanoTime();
        if (looked && now - lookedAt < config.pollInterval().toNanos()) {
            return;
        }
        List<SandboxId> expired = database.transaction(statements -> leases.expireStarts(statements, clock.instant()));
        looked = true;
        lookedAt = now;
        for (SandboxId sandbox : expired) {
            Failpoints.reach(DispatchFailpoint.START_EXPIRED_AFTER_COMMIT);
            LOG.warn("sandbox {} did not start in time; its end is wanted now", sandbox);
            counters.increment(LinkCounter.STARTS_EXPIRED);
            nudges.publish(SandboxTopics.WANTED, sandbox.toString());
        }
    }
}
