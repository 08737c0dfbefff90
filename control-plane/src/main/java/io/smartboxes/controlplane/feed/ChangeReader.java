package io.smartboxes.controlplane.feed;

import io.micronaut.context.annotation.Context;
import io.smartboxes.controlplane.apikey.ApiKeyService;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.background.NudgeListener;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.quota.QuotaTopics;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.tenant.TenantTopics;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one reader of a replica: after a nudge, and every second, it reads on for all tenants with open streams at once. */
@Context
final class ChangeReader {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeReader.class);

    private static final int BATCH = 500;
    private static final long LOOK_MILLIS = 1000;
    /** Many nudges in quick succession become one look. */
    private static final long GATHER_MILLIS = 20;

    private final SystemDatabase database;
    private final ChangeRepository changes;
    private final Subscriptions subscriptions;
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;

    ChangeReader(SystemDatabase database, ChangeRepository changes, Subscriptions subscriptions, NudgeBus bus) {
        this.database = database;
        this.changes = changes;
        this.subscriptions = subscriptions;
        NudgeListener wake = subject -> nudges.release();
        bus.subscribe(SandboxTopics.WANTED, wake);
        bus.subscribe(SandboxTopics.SEEN, wake);
        bus.subscribe(ApiKeyService.CHANGED, wake);
        bus.subscribe(QuotaTopics.LIMITS_CHANGED, wake);
        bus.subscribe(TenantTopics.STANDING_CHANGED, wake);
        thread = Thread.ofVirtual().name("change-reader").start(this::run);
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (nudges.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    gather();
                }
                look();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            subscriptions.closeAbandoned(System.nanoTime());
            while (readOn()) {
                gather();
            }
        } catch (RuntimeException failure) {
            LOG.warn("changes are read again in a moment: {}", failure.getMessage());
        }
    }

    /** Whether there is more to come at once: a full batch, or changes whose transaction is not the oldest yet. */
    private boolean readOn() {
        var reading = subscriptions.next();
        if (reading.tenants().isEmpty()) {
            return false;
        }
        List<Change> read =
                database.transaction(statements -> changes.read(statements, reading.tenants(), reading.after(), BATCH));
        var settled = read.stream().takeWhile(Change::settled).toList();
        boolean delivered = subscriptions.deliver(reading, settled);
        return !delivered || read.size() == BATCH || settled.size() < read.size();
    }

    private void gather() throws InterruptedException {
        boolean unused = nudges.tryAcquire(Integer.MAX_VALUE, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        int drained = nudges.drainPermits();
    }
}
