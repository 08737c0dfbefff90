package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.dispatch.LeaseRepository.QueuePlace;
import io.smartboxes.controlplane.placement.Candidate;
import io.smartboxes.controlplane.placement.Placement;
import io.smartboxes.controlplane.placement.PlacementDecision;
import io.smartboxes.controlplane.placement.PlacementDecision.AllRefused;
import io.smartboxes.controlplane.placement.PlacementDecision.NoCapacity;
import io.smartboxes.controlplane.placement.PlacementDecision.NoImage;
import io.smartboxes.controlplane.placement.PlacementDecision.NoWorker;
import io.smartboxes.controlplane.placement.PlacementDecision.Placed;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.quota.Quotas;
import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.sandbox.WantedState;
import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciler: every pending sandbox gets a lease, or an end. Any number of replicas run it at once; each row is one's at a time,
 * and leases to one worker are counted one transaction after the other, so that together they never promise more than it has.
 */
@Singleton
final class Placer {

    private static final Logger LOG = LoggerFactory.getLogger(Placer.class);

    /** Sandboxes in one transaction. */
    private static final int BATCH = 64;

    /** How often one batch is tried anew when others were faster, before the next pass goes on. */
    private static final int OVERTAKEN_MAX = 3;

    private final SystemDatabase database;
    private final LeaseRepository leases;
    private final SeenRepository seen;
    private final Quotas quotas;
    private final Fleet fleet;
    private final NudgeBus nudges;
    private final LinkConfig config;
    private final LinkCounters counters;
    private final InstantSource clock;

    Placer(
            SystemDatabase database,
            LeaseRepository leases,
            SeenRepository seen,
            Quotas quotas,
            Fleet fleet,
            NudgeBus nudges,
            LinkConfig config,
            LinkCounters counters,
            InstantSource clock) {
        this.database = database;
        this.leases = leases;
        this.seen = seen;
        this.quotas = quotas;
        this.fleet = fleet;
        this.nudges = nudges;
        this.config = config;
        this.counters = counters;
        this.clock = clock;
    }

    /** Looks at every pending sandbox once. */
    void pass() {
        var place = QueuePlace.FRONT;
        int overtaken = 0;
        while (true) {
            QueuePlace from = place;
            fleet.refresh();
            Batch batch = database.transaction(statements -> place(statements, from));
            if (!batch.leasedTo().isEmpty()) {
                Failpoints.reach(DispatchFailpoint.LEASE_AFTER_COMMIT);
            }
            if (!batch.ended().isEmpty()) {
                Failpoints.reach(DispatchFailpoint.UNLEASED_END_AFTER_COMMIT);
            }
            announce(batch);
            if (batch.overtaken() && ++overtaken < OVERTAKEN_MAX) {
                fleet.expire();
            } else if (batch.last().isPresent()) {
                place = batch.last().get();
                overtaken = 0;
            } else {
                return;
            }
        }
    }

    /**
     * What one transaction did.
     *
     * @param last the last row, when there may be more behind it
     * @param overtaken whether a worker turned out to be fuller than it was believed to be
     */
    private record Batch(
            List<WorkerId> leasedTo, List<SandboxId> ended, Optional<QueuePlace> last, boolean overtaken) {}

    private record Plan(PendingSandbox pending, String build) {}

    private Batch place(Statements statements, QueuePlace from) {
        Instant now = clock.instant();
        List<PendingSandbox> claimed = leases.claimPending(statements, from, BATCH);
        var plans = new TreeMap<WorkerId, List<Plan>>(Comparator.comparing(WorkerId::value));
        var ended = new ArrayList<SandboxId>();
        for (PendingSandbox pending : claimed) {
            decide(statements, pending, now, plans).ifPresent(ended::add);
        }
        boolean overtaken = false;
        for (Map.Entry<WorkerId, List<Plan>> plan : plans.entrySet()) {
            overtaken |= !lease(statements, plan.getKey(), plan.getValue(), now);
        }
        quotas.release(statements, ended);
        if (!plans.isEmpty()) {
            Failpoints.reach(DispatchFailpoint.LEASE_BEFORE_COMMIT);
        }
        if (!ended.isEmpty()) {
            Failpoints.reach(DispatchFailpoint.UNLEASED_END_BEFORE_COMMIT);
        }
        Optional<QueuePlace> last =
                claimed.size() < BATCH ? Optional.empty() : Optional.of(QueuePlace.of(claimed.getLast()));
        return new Batch(List.copyOf(plans.keySet()), ended, last, overtaken);
    }

    /** Plans a lease, or ends the sandbox (then it is the answer), or notes why it waits. */
    private Optional<SandboxId> decide(
            Statements statements, PendingSandbox pending, Instant now, Map<WorkerId, List<Plan>> plans) {
        SeenSandbox sandbox = pending.sandbox();
        if (sandbox.wanted() == WantedState.TERMINATED) {
            return end(statements, ReportRules.killed(sandbox, now));
        }
        PlacementDecision decision = Placement.decide(
                pending.request(now), fleet.candidates(), Placement.heardSince(now, config.unheardAfter()));
        return switch (decision) {
            case Placed placed -> {
                plans.computeIfAbsent(placed.worker(), worker -> new ArrayList<>())
                        .add(new Plan(pending, placed.build()));
                fleet.took(placed.worker(), pending.size());
                yield Optional.empty();
            }
            case NoWorker none ->
                wait(statements, pending, now, EndCause.PLACEMENT_CAPACITY, "No worker is connected.");
            case NoImage none ->
                wait(
                        statements,
                        pending,
                        now,
                        EndCause.PLACEMENT_TEMPLATE,
                        "No connected worker has an image of template '" + pending.template() + "'.");
            case NoCapacity none ->
                wait(statements, pending, now, EndCause.PLACEMENT_CAPACITY, "Every worker that could run it is full.");
            case AllRefused all -> wait(statements, pending, now, EndCause.START_FAILED, lastRefusal(pending));
        };
    }

    private static String lastRefusal(PendingSandbox pending) {
        return pending.message() == null ? EndCause.START_FAILED.sentence() : pending.message();
    }

    private Optional<SandboxId> wait(
            Statements statements, PendingSandbox pending, Instant now, EndCause why, String message) {
        if (now.isAfter(pending.startBy())) {
            counters.increment(LinkCounter.STARTS_EXPIRED);
            return end(
                    statements, new Observation.Ended(pending.sandbox(), now, SandboxState.FAILED, why, message, null));
        }
        boolean noted = why.code().equals(pending.reason()) && message.equals(pending.message());
        if (!noted) {
            seen.waiting(statements, pending.sandbox(), why, message);
        }
        return Optional.empty();
    }

    private Optional<SandboxId> end(Statements statements, Observation.Ended ended) {
        SandboxId id = ended.before().id();
        return seen.apply(statements, ended) ? Optional.of(id) : Optional.empty();
    }

    /** False: there was no room for all. */
    private boolean lease(Statements statements, WorkerId worker, List<Plan> plans, Instant now) {
        Candidate candidate = fleet.candidate(worker);
        Capacity total = candidate == null ? Capacity.NONE : candidate.worker().total();
        Capacity leased = leases.lockLeased(statements, worker);
        boolean all = true;
        for (Plan plan : plans) {
            Capacity after = leased.plus(plan.pending().size());
            if (!total.covers(after)) {
                counters.increment(LinkCounter.PLACEMENTS_OVERTAKEN);
                all = false;
            } else if (seen.lease(statements, plan.pending().sandbox(), worker, plan.build(), now)) {
                leased = after;
                LOG.debug("sandbox {} leased to {}", plan.pending().sandbox().id(), worker);
            }
        }
        return all;
    }

    private void announce(Batch batch) {
        batch.leasedTo().forEach(worker -> nudges.publish(DispatchTopics.LEASED, worker.toString()));
        batch.ended().forEach(sandbox -> nudges.publish(SandboxTopics.SEEN, sandbox.toString()));
    }
}
