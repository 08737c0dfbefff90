package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.journal.Durability;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.journal.JournalEntry;
import io.smartboxes.agent.journal.Tombstone;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.step.AgentStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the state machine's arrows happen. The state changes and the journal's line is handed in under the sandbox's monitor,
 * so the journal has the arrows in their order; everything that takes time happens after, on a virtual thread.
 */
final class SandboxDriver {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxDriver.class);
    private static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("sandbox").start(task);
    private static final Duration DESTROY_RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration DESTROY_RETRY_MAX = Duration.ofSeconds(5);

    private final SandboxRuntime runtime;
    private final Journal journal;
    private final WarmPool pool;
    private final MonotonicClock clock;
    private final Timers timers;
    private final Reports reports;
    private final UsageMeter meter;
    private final Consumer<RuntimeId> closedToTraffic;
    private final Supplier<LifeListener> life;
    private final Consumer<Sandbox> ended;

    /**
     * @param closedToTraffic told the moment a box may not be reached any more, before anything is done to it
     * @param life told what becomes of sandboxes that run
     * @param ended told when a sandbox's end is in the journal
     */
    SandboxDriver(
            SandboxRuntime runtime,
            Journal journal,
            WarmPool pool,
            MonotonicClock clock,
            Timers timers,
            Reports reports,
            UsageMeter meter,
            Consumer<RuntimeId> closedToTraffic,
            Supplier<LifeListener> life,
            Consumer<Sandbox> ended) {
        this.runtime = runtime;
        this.journal = journal;
        this.pool = pool;
        this.clock = clock;
        this.timers = timers;
        this.reports = reports;
        this.meter = meter;
        this.closedToTraffic = closedToTraffic;
        this.life = life;
        this.ended = ended;
    }

    /** Sets a new sandbox going. */
    void begin(Sandbox sandbox) {
        armDeadline(sandbox);
        CompletableFuture<WarmPool.Taken> taken = pool.take(sandbox.template());
        sandbox.waitsFor(taken);
        var unused = taken.whenCompleteAsync((box, failure) -> boxArrived(sandbox, box, failure), VIRTUAL);
    }

    /** Sets a sandbox going that an earlier agent left. */
    void resume(Sandbox sandbox) {
        if (sandbox.state() == SandboxState.STOPPING) {
            VIRTUAL.execute(() -> {
                tellEnding(sandbox);
                destroy(sandbox);
            });
            return;
        }
        life.get().runs(sandbox.id(), sandbox.epoch(), false);
        sandbox.box().ifPresent(box -> watch(sandbox, box));
        armDeadline(sandbox);
    }

    /** Ends a sandbox, unless it is ending already. */
    void end(Sandbox sandbox, CauseOfDeath cause) {
        VIRTUAL.execute(() -> happened(sandbox, new SandboxEvent.EndAsked(cause)));
    }

    /** Lets the deadline follow what the sandbox now says. */
    void armDeadline(Sandbox sandbox) {
        Duration left = clock.until(sandbox.deadlineNanos());
        sandbox.deadlineTimer(timers.after(left, () -> deadlinePassed(sandbox)));
    }

    private void deadlinePassed(Sandbox sandbox) {
        if (clock.until(sandbox.deadlineNanos()).isZero()) {
            happened(sandbox, new SandboxEvent.EndAsked(CauseOfDeath.timeout()));
        } else {
            armDeadline(sandbox);
        }
    }

    private void boxArrived(Sandbox sandbox, WarmPool.Taken taken, Throwable failure) {
        if (taken == null) {
            happened(sandbox, new SandboxEvent.NoBox(bootFailure(failure)));
        } else if (!happened(sandbox, new SandboxEvent.BoxTaken(taken.box(), taken.warm()))) {
            pool.giveBack(taken.box());
        }
    }

    private static CauseOfDeath bootFailure(Throwable failure) {
        return CauseOfDeath.startFailed(
                "runtime:boot", "The worker could not boot a sandbox: " + failure.getMessage(), true);
    }

    /** Moves the sandbox on; false when the event changed nothing. */
    private boolean happened(Sandbox sandbox, SandboxEvent event) {
        Optional<Duration> cpu = cpuAt(sandbox, event);
        SandboxTransitions.Transition transition;
        CompletableFuture<Void> written;
        SandboxState from;
        synchronized (sandbox) {
            from = sandbox.state();
            Optional<SandboxTransitions.Transition> arrow = sandbox.apply(event, clock.nanos());
            if (arrow.isEmpty()) {
                return false;
            }
            transition = arrow.get();
            transition.step().reach();
            written = write(sandbox, transition.action(), cpu);
        }
        TransitionLog.line(sandbox, from, transition.next());
        act(sandbox, transition.action(), written);
        return true;
    }

    /** Where the meter begins and ends; the box is still there. */
    private Optional<Duration> cpuAt(Sandbox sandbox, SandboxEvent event) {
        return switch (event.kind()) {
            case ASSIGNED, END_ASKED, BOX_EXITED -> meter.cpu(sandbox);
            case BOX_TAKEN, NO_BOX, ASSIGNMENT_FAILED, DESTROYED -> Optional.empty();
        };
    }

    private CompletableFuture<Void> write(Sandbox sandbox, SandboxTransitions.Action action, Optional<Duration> cpu) {
        return switch (action) {
            case ASSIGN ->
                journal.write(
                        AgentStep.CREATE_ASSIGNMENT_JOURNALED,
                        Durability.SYNCED,
                        new JournalEntry.Assigned(sandbox.assignmentLine()));
            case REPORT_STARTED -> {
                JournalEntry.ReportAdded started = reports.started(sandbox, clock.until(sandbox.deadlineNanos()));
                yield journal.write(
                        AgentStep.CREATE_STARTED_JOURNALED,
                        Durability.WRITTEN,
                        new JournalEntry.Started(sandbox.id(), sandbox.epoch(), sandbox.startedNanos()),
                        meter.begin(sandbox, started, cpu),
                        started);
            }
            case DESTROY -> {
                CauseOfDeath cause = sandbox.cause().orElseThrow();
                var entries = new ArrayList<JournalEntry>();
                entries.add(new JournalEntry.Stopping(sandbox.id(), sandbox.epoch(), cause.code(), cause.message()));
                entries.addAll(meter.read(sandbox, sandbox.endedNanos(), cpu));
                yield journal.write(
                        AgentStep.KILL_CAUSE_JOURNALED, Durability.WRITTEN, entries.toArray(JournalEntry[]::new));
            }
            case REPORT_END -> {
                CauseOfDeath cause = sandbox.cause().orElseThrow();
                Tombstone tombstone = sandbox.tombstone();
                yield journal.write(
                        cause.answersStart() ? AgentStep.CREATE_REFUSAL_JOURNALED : AgentStep.KILL_END_JOURNALED,
                        Durability.SYNCED,
                        new JournalEntry.Ended(tombstone),
                        cause.answersStart()
                                ? reports.startFailed(sandbox.id(), sandbox.epoch(), cause)
                                : reports.ended(tombstone));
            }
        };
    }

    private void act(Sandbox sandbox, SandboxTransitions.Action action, CompletableFuture<Void> written) {
        switch (action) {
            case ASSIGN -> assign(sandbox, written);
            case REPORT_STARTED -> life.get().runs(sandbox.id(), sandbox.epoch(), true);
            case DESTROY -> {
                sandbox.deadlineTimer(null);
                sandbox.runtimeId().ifPresent(closedToTraffic);
                written.join();
                tellEnding(sandbox);
                destroy(sandbox);
            }
            case REPORT_END -> {
                sandbox.deadlineTimer(null);
                sandbox.stopWaiting();
                written.join();
                ended.accept(sandbox);
                sandbox.gone().complete(null);
            }
        }
    }

    private void tellEnding(Sandbox sandbox) {
        if (sandbox.hasStarted()) {
            var last = sandbox.box()
                    .filter(box -> !box.exit().isDone())
                    .map(box -> new RunningSandbox(
                            sandbox.id(), sandbox.epoch(), box, sandbox.accessToken(), sandbox.holders()));
            life.get()
                    .ending(sandbox.id(), sandbox.epoch(), last, sandbox.cause().orElseThrow());
        }
    }

    private void assign(Sandbox sandbox, CompletableFuture<Void> written) {
        Optional<Box> box = sandbox.box();
        Optional<GuestIdentity> identity = sandbox.identity();
        written.join();
        if (box.isEmpty() || identity.isEmpty()) {
            // It was ended between the arrow and here.
            return;
        }
        watch(sandbox, box.get());
        try {
            runtime.assign(box.get(), identity.get());
        } catch (RuntimeFailureException failure) {
            LOG.warn("event=assign-failed sandboxId={} message=\"{}\"", sandbox.id(), failure.getMessage());
            happened(
                    sandbox,
                    new SandboxEvent.AssignmentFailed(CauseOfDeath.startFailed(
                            "runtime:assign",
                            "The sandbox's guest could not be set up: " + failure.getMessage(),
                            true)));
            return;
        }
        happened(sandbox, new SandboxEvent.Assigned());
    }

    private void watch(Sandbox sandbox, Box box) {
        var unused = box.exit()
                .thenAcceptAsync(exit -> happened(sandbox, new SandboxEvent.BoxExited(CauseOfDeath.of(exit))), VIRTUAL);
    }

    private void destroy(Sandbox sandbox) {
        destroy(sandbox, DESTROY_RETRY_FIRST);
    }

    /** Until nothing is left: a half-removed box is worse than a slow end. */
    private void destroy(Sandbox sandbox, Duration retryAfter) {
        RuntimeId id = sandbox.runtimeId().orElseThrow();
        try {
            runtime.destroy(id);
        } catch (RuntimeFailureException failure) {
            LOG.warn(
                    "event=destroy-failed sandboxId={} runtimeId={} retryMillis={} message=\"{}\"",
                    sandbox.id(),
                    id,
                    retryAfter.toMillis(),
                    failure.getMessage());
            Duration doubled = retryAfter.multipliedBy(2);
            Duration next = doubled.compareTo(DESTROY_RETRY_MAX) > 0 ? DESTROY_RETRY_MAX : doubled;
            var unused = timers.after(retryAfter, () -> destroy(sandbox, next));
            return;
        }
        happened(sandbox, new SandboxEvent.Destroyed());
    }
}
