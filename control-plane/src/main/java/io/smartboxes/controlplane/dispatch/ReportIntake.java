package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.dispatch.Observation.Change;
import io.smartboxes.controlplane.dispatch.Observation.Ignored;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.quota.Quotas;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.usage.UsageFailpoint;
import io.smartboxes.controlplane.usage.UsageLedger;
import io.smartboxes.controlplane.worker.WorkerRepository;
import io.smartboxes.controlplane.worker.WorkerStream;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.SandboxId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a worker's reports into the database: a batch in one transaction, under the fence of the stream that they came by. */
@Singleton
final class ReportIntake {

    private static final Logger LOG = LoggerFactory.getLogger(ReportIntake.class);

    private final SystemDatabase database;
    private final WorkerRepository workers;
    private final LeaseRepository leases;
    private final SeenRepository seen;
    private final Quotas quotas;
    private final UsageLedger usage;
    private final NudgeBus nudges;
    private final LinkCounters counters;
    private final InstantSource clock;

    ReportIntake(
            SystemDatabase database,
            WorkerRepository workers,
            LeaseRepository leases,
            SeenRepository seen,
            Quotas quotas,
            UsageLedger usage,
            NudgeBus nudges,
            LinkCounters counters,
            InstantSource clock) {
        this.database = database;
        this.workers = workers;
        this.leases = leases;
        this.seen = seen;
        this.quotas = quotas;
        this.usage = usage;
        this.nudges = nudges;
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * Makes the reports durable.
     *
     * @param upTo the highest sequence of the batch, to be acknowledged
     * @throws StreamSuperseded when the stream no longer speaks for the worker; nothing is written then
     */
    void take(WorkerStream stream, List<WorkerReport> reports, long upTo) {
        boolean metered = reports.stream().anyMatch(report -> report.event() instanceof WorkerReport.Metered);
        List<Change> changes = database.transaction(statements -> {
            Instant now = clock.instant();
            if (!workers.acknowledge(statements, stream, upTo, now)) {
                throw new StreamSuperseded(stream);
            }
            List<Change> made = apply(statements, stream, reports, now);
            quotas.release(statements, ended(made));
            made.forEach(change -> Failpoints.reach(beforeCommit(change)));
            if (metered) {
                Failpoints.reach(UsageFailpoint.LEDGER_BEFORE_COMMIT);
            }
            return made;
        });
        changes.forEach(change -> Failpoints.reach(afterCommit(change)));
        if (metered) {
            Failpoints.reach(UsageFailpoint.LEDGER_AFTER_COMMIT);
        }
        announce(stream, changes);
    }

    /** Ends what the worker can be proven to have lost: it neither holds it nor has an end to report. */
    void lose(WorkerStream stream, List<SeenSandbox> missing) {
        List<Change> changes = database.transaction(statements -> {
            if (!workers.holds(statements, stream)) {
                throw new StreamSuperseded(stream);
            }
            Map<SandboxId, SeenSandbox> rows = leases.lock(
                    statements, missing.stream().map(SeenSandbox::id).toList());
            var made = new ArrayList<Change>();
            for (SeenSandbox before : missing) {
                SeenSandbox present = rows.get(before.id());
                if (present != null && present.isLeasedTo(stream.worker(), before.epoch())) {
                    LossRules.lost(present, clock.instant())
                            .filter(change -> seen.apply(statements, change))
                            .ifPresent(made::add);
                }
            }
            quotas.release(statements, ended(made));
            Failpoints.reach(DispatchFailpoint.LOST_BEFORE_COMMIT);
            return made;
        });
        Failpoints.reach(DispatchFailpoint.LOST_AFTER_COMMIT);
        counters.add(LinkCounter.SANDBOXES_LOST, changes.size());
        announce(stream, changes);
    }

    private List<Change> apply(Statements statements, WorkerStream stream, List<WorkerReport> reports, Instant now) {
        Map<SandboxId, SeenSandbox> rows = new HashMap<>(leases.lock(
                statements,
                reports.stream().map(WorkerReport::sandbox).distinct().toList()));
        var made = new ArrayList<Change>();
        for (WorkerReport report : reports) {
            if (report.event() instanceof WorkerReport.Metered metered) {
                usage.record(statements, stream.worker(), metered.interval(), now);
                continue;
            }
            switch (ReportRules.observe(rows.get(report.sandbox()), stream.worker(), report, now)) {
                case Ignored ignored -> {
                    counters.increment(ignored.why());
                    LOG.debug("report {} of {} changes nothing: {}", report, stream, ignored.why());
                }
                case Change change -> {
                    requireApplied(seen.apply(statements, change), change);
                    rows.put(report.sandbox(), ReportRules.after(change));
                    made.add(change);
                }
            }
        }
        return made;
    }

    private static List<SandboxId> ended(List<Change> made) {
        return made.stream()
                .filter(Observation.Ended.class::isInstance)
                .map(change -> change.before().id())
                .toList();
    }

    /** The row is locked and was just read, so anything else is a mistake in our SQL. */
    private static void requireApplied(boolean applied, Change change) {
        if (!applied) {
            throw new IllegalStateException("a locked row is not as it was read: " + change);
        }
    }

    private void announce(WorkerStream stream, List<Change> changes) {
        for (Change change : changes) {
            SeenSandbox before = change.before();
            LOG.info(
                    "sandbox {} of {}: {} -> {} (worker {}, epoch {}){}",
                    before.id(),
                    before.tenant(),
                    before.seen(),
                    ReportRules.after(change).seen(),
                    stream.worker(),
                    before.epoch(),
                    change instanceof Observation.Ended ended
                            ? ": " + ended.cause().code()
                            : "");
            if (change instanceof Observation.Refused) {
                counters.increment(LinkCounter.STARTS_REFUSED);
                nudges.publish(SandboxTopics.WANTED, before.id().toString());
            } else {
                nudges.publish(SandboxTopics.SEEN, before.id().toString());
            }
        }
    }

    private static DispatchFailpoint beforeCommit(Change change) {
        return switch (change) {
            case Observation.Running running -> DispatchFailpoint.STARTED_BEFORE_COMMIT;
            case Observation.Refused refused -> DispatchFailpoint.START_FAILED_BEFORE_COMMIT;
            case Observation.DeadlineTaken taken -> DispatchFailpoint.DEADLINE_SET_BEFORE_COMMIT;
            case Observation.Ended ended -> DispatchFailpoint.ENDED_BEFORE_COMMIT;
        };
    }

    private static DispatchFailpoint afterCommit(Change change) {
        return switch (change) {
            case Observation.Running running -> DispatchFailpoint.STARTED_AFTER_COMMIT;
            case Observation.Refused refused -> DispatchFailpoint.START_FAILED_AFTER_COMMIT;
            case Observation.DeadlineTaken taken -> DispatchFailpoint.DEADLINE_SET_AFTER_COMMIT;
            case Observation.Ended ended -> DispatchFailpoint.ENDED_AFTER_COMMIT;
        };
    }
}
