package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.journal.Durability;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.journal.JournalEntry;
import io.smartboxes.agent.journal.Tombstone;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Sample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything this worker runs. Takes the control plane's commands, each of which may come twice or late; answers through
 * the journal's reports.
 */
public final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** How long an end is remembered, so that no late Start brings its sandbox back. */
    static final Duration TOMBSTONE_KEPT = Duration.ofHours(25);

    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(5);

    private static final Duration PURGE_INTERVAL = Duration.ofHours(1);

    private final SandboxRuntime runtime;
    private final Journal journal;
    private final MonotonicClock clock;
    private final TemplateCatalogue templates;
    private final CapacityLedger capacity;
    private final Timers timers;
    private final WarmPool pool;
    private final Reports reports;
    private final UsageMeter meter;
    private final Sampler sampler;
    private final SandboxDriver driver;
    private final Duration usageInterval;
    private final Map<SandboxId, Sandbox> held = new ConcurrentHashMap<>();
    private volatile Consumer<RuntimeId> closedToTraffic = id -> {};
    private volatile LifeListener life = LifeListener.NONE;

    /** @param usageInterval how often running sandboxes' use is told */
    public Supervisor(
            SandboxRuntime runtime,
            Journal journal,
            MonotonicClock clock,
            InstantSource wallClock,
            TemplateCatalogue templates,
            CapacityLimits capacityLimits,
            PoolLimits poolLimits,
            Duration usageInterval) {
        this.runtime = runtime;
        this.journal = journal;
        this.clock = clock;
        this.templates = templates;
        this.capacity = new CapacityLedger(capacityLimits);
        this.timers = new Timers();
        this.reports = new Reports(wallClock);
        this.pool =
                new WarmPool(runtime, journal, clock, timers, poolLimits, templates::current, capacity::memoryMibFree);
        this.usageInterval = usageInterval;
        this.meter = new UsageMeter(runtime, journal, clock, reports);
        this.sampler = new Sampler(runtime, clock);
        this.driver = new SandboxDriver(
                runtime,
                journal,
                pool,
                clock,
                timers,
                reports,
                meter,
                id -> closedToTraffic.accept(id),
                () -> life,
                this::ended);
    }

    /** Whom to tell the moment a box may not be reached any more. */
    public void onClosedToTraffic(Consumer<RuntimeId> listener) {
        closedToTraffic = listener;
    }

    /** Whom to tell what becomes of sandboxes. Before {@link #readopt}, which tells of those that are taken back. */
    public void onLife(LifeListener listener) {
        life = listener;
    }

    /** Takes back what an earlier agent left, removes what nobody owns, and begins to fill the pool. Call once, first. */
    public void readopt() {
        Readoption.Result found = new Readoption(runtime, journal, clock, reports, meter).run(templates.builds());
        found.sandboxes().forEach(sandbox -> {
            capacity.reserveAdopted(sandbox.template());
            held.put(sandbox.id(), sandbox);
        });
        found.warm().forEach(pool::adopt);
        found.sandboxes().forEach(driver::resume);
        pool.open();
        purgeTombstones();
        var purging = timers.every(PURGE_INTERVAL, this::purgeTombstones);
        var metering = timers.every(usageInterval, this::tellUsage);
        var sampling = timers.every(SAMPLE_INTERVAL, this::sample);
    }

    /** Ends every sandbox and box, for a worker that is shut down for good. Instead of {@link #readopt}. */
    public void sweep() {
        new Readoption(runtime, journal, clock, reports, meter).endEverything();
    }

    /** Starts a sandbox, or answers why not. Means the same when it comes twice. */
    public synchronized void start(StartOrder order) {
        Sandbox present = held.get(order.id());
        if (present == null) {
            startAnew(order);
        } else if (order.epoch() > present.epoch()) {
            driver.end(present, CauseOfDeath.superseded(order.epoch()));
            whenGone(present, () -> start(order));
        } else if (order.epoch() < present.epoch()) {
            answerStale(order.id(), order.epoch(), present.epoch());
        } else {
            startAgain(present, order);
        }
    }

    private void startAgain(Sandbox present, StartOrder order) {
        switch (present.state()) {
            case RUNNING -> answer(reports.started(present, clock.until(present.deadlineNanos())));
            // Its report may have left already: answered from its tombstone.
            case ENDED -> whenGone(present, () -> start(order));
            // On its way up or down; its report will tell.
            case WAITING, ASSIGNING, STOPPING -> {}
        }
    }

    private static void whenGone(Sandbox sandbox, Runnable action) {
        var unused = sandbox.gone().thenRunAsync(action, Thread::startVirtualThread);
    }

    private void startAnew(StartOrder order) {
        Optional<Tombstone> tombstone = journal.tombstone(order.id());
        if (tombstone.isPresent() && tombstone.get().epoch() >= order.epoch()) {
            answerEnded(tombstone.get(), order.epoch());
            return;
        }
        Optional<TemplateBuild> template = templates.find(order.template(), order.templateBuild());
        if (template.isEmpty()) {
            refuse(
                    order,
                    CauseOfDeath.startFailed(
                            "template:absent",
                            "This worker does not have build " + order.templateBuild() + " of template "
                                    + order.template() + ".",
                            true));
            return;
        }
        Optional<String> full = capacity.reserve(template.get());
        if (full.isPresent()) {
            refuse(order, CauseOfDeath.startFailed("worker:full", full.get(), true));
            return;
        }
        Sandbox sandbox = Sandbox.ordered(order, template.get(), clock.boot());
        held.put(order.id(), sandbox);
        AgentStep.CREATE_ACCEPTED.reach();
        driver.begin(sandbox);
    }

    /** Ends a sandbox; of one that never ran here, sees to it that it never will. */
    public synchronized void stop(SandboxId id, long epoch, CauseOfDeath cause) {
        Sandbox present = held.get(id);
        if (present == null) {
            stopAbsent(id, epoch, cause);
        } else if (epoch > present.epoch()) {
            driver.end(present, CauseOfDeath.superseded(epoch));
            whenGone(present, () -> stop(id, epoch, cause));
        } else if (epoch < present.epoch()) {
            answerStale(id, epoch, present.epoch());
        } else if (present.state() == SandboxState.ENDED) {
            whenGone(present, () -> stop(id, epoch, cause));
        } else {
            driver.end(present, cause);
        }
    }

    private void stopAbsent(SandboxId id, long epoch, CauseOfDeath cause) {
        Optional<Tombstone> tombstone = journal.tombstone(id);
        if (tombstone.isPresent() && tombstone.get().epoch() >= epoch) {
            answerEnded(tombstone.get(), epoch);
            return;
        }
        var neverRan = new Tombstone(id, epoch, "", cause.code(), cause.message(), 0);
        var unused = journal.write(
                AgentStep.KILL_END_JOURNALED,
                Durability.SYNCED,
                new JournalEntry.Ended(neverRan),
                reports.ended(neverRan));
    }

    /** Moves a sandbox's deadline, unless a newer revision is known. */
    public synchronized void setDeadline(SandboxId id, long epoch, long revision, long deadlineNanos) {
        Sandbox present = held.get(id);
        if (present == null) {
            // Its end is in a report, or its Start has yet to come and brings a deadline with it.
            journal.tombstone(id).filter(end -> end.epoch() >= epoch).ifPresent(end -> answerEnded(end, epoch));
            return;
        }
        if (present.epoch() != epoch || present.cause().isPresent()) {
            return;
        }
        boolean newer = present.deadline(deadlineNanos, revision);
        var unused = journal.write(
                AgentStep.DEADLINE_JOURNALED,
                Durability.WRITTEN,
                new JournalEntry.DeadlineMoved(id, epoch, present.deadlineNanos(), present.deadlineRevision()),
                reports.deadlineSet(present, clock.until(present.deadlineNanos())));
        if (newer) {
            driver.armDeadline(present);
        }
    }

    /** The control plane agrees that the sandbox is this worker's, and says again what is kept on no disk. */
    public void adopted(SandboxId id, long epoch, String accessToken) {
        Optional.ofNullable(held.get(id))
                .filter(present -> present.epoch() == epoch)
                .ifPresent(present -> present.accessToken(accessToken));
    }

    /** The control plane says who may enter. */
    public void holders(SandboxId id, TokenHolders now) {
        Optional.ofNullable(held.get(id)).ifPresent(present -> present.holders(now));
    }

    /** The control plane says that the sandbox is not this worker's. */
    public void refused(SandboxId id, long epoch, String cause) {
        Optional.ofNullable(held.get(id))
                .filter(present -> present.epoch() <= epoch)
                .ifPresent(present -> driver.end(present, CauseOfDeath.refused(cause)));
    }

    /** A sandbox that runs here and is not being ended. */
    public Optional<RunningSandbox> running(SandboxId id) {
        return Optional.ofNullable(held.get(id)).flatMap(RunningSandbox::of);
    }

    /** All of them, in no order. */
    public Collection<RunningSandbox> running() {
        return held.values().stream()
                .map(RunningSandbox::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether the sandbox is, or may be, on this host. */
    public boolean holds(SandboxId id) {
        return held.containsKey(id);
    }

    /** Everything that is, or may be, on this host. */
    public List<Held> held() {
        return held.values().stream().map(sandbox -> Held.of(sandbox, clock)).toList();
    }

    /** What is offered and what is taken. */
    public CapacityFigures capacity() {
        CapacityLedger.Used used = capacity.used();
        return new CapacityFigures(
                capacity.limits(), used.sandboxes(), used.vcpuMillis(), used.memoryMib(), used.diskMib(), pool.warm());
    }

    private void refuse(StartOrder order, CauseOfDeath cause) {
        LOG.info(
                "event=start-refused requestId={} tenantId={} sandboxId={} epoch={} code={}",
                order.requestId(),
                order.tenantId(),
                order.id(),
                order.epoch(),
                cause.code());
        var tombstone = new Tombstone(order.id(), order.epoch(), "", cause.code(), cause.message(), 0);
        var unused = journal.write(
                AgentStep.CREATE_REFUSAL_JOURNALED,
                Durability.WRITTEN,
                new JournalEntry.Ended(tombstone),
                reports.startFailed(order.id(), order.epoch(), cause));
    }

    private void answerEnded(Tombstone tombstone, long epoch) {
        if (tombstone.epoch() > epoch) {
            answerStale(tombstone.id(), epoch, tombstone.epoch());
        } else {
            answer(reports.ended(tombstone));
        }
    }

    private void answerStale(SandboxId id, long epoch, long newer) {
        CauseOfDeath cause = CauseOfDeath.superseded(newer);
        answer(reports.ended(new Tombstone(id, epoch, "", cause.code(), cause.message(), 0)));
    }

    private void answer(JournalEntry.ReportAdded report) {
        var unused = journal.write(AgentStep.ANSWER_JOURNALED, Durability.WRITTEN, report);
    }

    private void ended(Sandbox sandbox) {
        capacity.release(sandbox.template());
        held.remove(sandbox.id(), sandbox);
    }

    void tellUsage() {
        meter.tick(held.values());
    }

    void sample() {
        sampler.tick(held.values());
    }

    /** Takes samples of what sandboxes use out of those that wait, oldest first. */
    public List<Sample> takeSamples(int max) {
        return sampler.take(max);
    }

    private void purgeTombstones() {
        var unused = journal.write(
                AgentStep.TOMBSTONES_PURGED,
                Durability.RELAXED,
                new JournalEntry.TombstonesPurged(clock.nanos() - TOMBSTONE_KEPT.toNanos()));
    }

    /** Takes no more commands' consequences further. Boxes go on running, for the next agent. */
    @Override
    public void close() {
        pool.close();
        timers.close();
    }
}
