package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.journal.Durability;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.journal.JournalEntry;
import io.smartboxes.agent.journal.MeterLine;
import io.smartboxes.agent.journal.SandboxLine;
import io.smartboxes.agent.journal.WarmLine;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.Leftover;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.step.AgentStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins what the journal remembers with what the host really runs, at the start of an agent. */
record Readoption(SandboxRuntime runtime, Journal journal, MonotonicClock clock, Reports reports, UsageMeter meter) {

    private static final Logger LOG = LoggerFactory.getLogger(Readoption.class);

    /** What goes on: sandboxes that run or must be ended, and boxes for the pool. */
    record Result(List<Sandbox> sandboxes, List<Box> warm) {}

    Result run(Collection<TemplateBuild> hosted) {
        AgentStep.ADOPT_JOURNAL_READ.reach();
        List<Sandbox> sandboxes = sandboxes();
        List<Box> warm = warm(hosted);
        AgentStep.ADOPT_BOXES_ADOPTED.reach();

        Set<RuntimeId> keep = new HashSet<>();
        sandboxes.forEach(sandbox -> sandbox.box().map(Box::id).ifPresent(keep::add));
        warm.forEach(box -> keep.add(box.id()));
        List<Leftover> leftovers = runtime.sweep(keep);
        forgetWarm(keep);
        AgentStep.ADOPT_SWEPT.reach();
        LOG.info(
                "event=readopted sandboxes={} toEnd={} warm={} leftovers={}",
                sandboxes.size(),
                sandboxes.stream()
                        .filter(each -> each.state() == SandboxState.STOPPING)
                        .count(),
                warm.size(),
                leftovers.size());
        return new Result(sandboxes, warm);
    }

    /** Removes every box and settles every sandbox, so that the control plane hears of it when the worker comes back. */
    void endEverything() {
        writeLastUsage();
        List<Leftover> leftovers = runtime.sweep(Set.of());
        forgetWarm(Set.of());
        for (SandboxLine line : journal.initialContent().sandboxes()) {
            CauseOfDeath cause = settled(line)
                    .orElse(CauseOfDeath.ended("worker:shutdown", "The worker that ran the sandbox was shut down."));
            var tombstone = Sandbox.remains(line, cause).tombstone();
            journal.write(
                            AgentStep.KILL_END_JOURNALED,
                            Durability.SYNCED,
                            new JournalEntry.Ended(tombstone),
                            reports.ended(tombstone))
                    .join();
        }
        LOG.info("event=swept leftovers={}", leftovers.size());
    }

    private List<Sandbox> sandboxes() {
        var sandboxes = new ConcurrentLinkedQueue<Sandbox>();
        inParallel(journal.initialContent().sandboxes().stream()
                .map(line -> (Runnable) () -> sandboxes.add(sandbox(line)))
                .toList());
        return List.copyOf(sandboxes);
    }

    private Sandbox sandbox(SandboxLine line) {
        Optional<CauseOfDeath> settled = settled(line);
        if (settled.isPresent()) {
            return Sandbox.remains(line, settled.get());
        }
        return adopt(line.runtimeId(), line.template())
                .map(box -> adopted(line, box))
                .orElseGet(() -> Sandbox.remains(
                        line,
                        CauseOfDeath.ended(
                                "runtime:crash", "The sandbox died while its worker's agent was not running.")));
    }

    /** Its box lives, and it is the one that was started: so it ran all the while that no agent looked. */
    private Sandbox adopted(SandboxLine line, Box box) {
        return Sandbox.adopted(line, box, Objects.requireNonNullElseGet(line.meter(), () -> meterFromStart(line)));
    }

    private MeterLine meterFromStart(SandboxLine line) {
        long lived = Duration.ofNanos(clock.nanos() - Objects.requireNonNull(line.startedNanos()))
                .toMillis();
        return new MeterLine(0, reports.wallClock().millis() - lived, 0, null);
    }

    /** Of what still lives, up to now. Of what does not, nobody knows how long it did. */
    private void writeLastUsage() {
        for (Sandbox sandbox : sandboxes()) {
            if (sandbox.state() == SandboxState.RUNNING) {
                List<JournalEntry> usage = meter.read(sandbox, clock.nanos(), meter.cpu(sandbox));
                journal.write(AgentStep.USAGE_JOURNALED, Durability.SYNCED, usage.toArray(JournalEntry[]::new))
                        .join();
            }
        }
    }

    private Optional<Box> adopt(RuntimeId id, TemplateBuild template) {
        try {
            return runtime.adopt(id, template);
        } catch (RuntimeFailureException failure) {
            LOG.warn("event=adopt-failed runtimeId={} message=\"{}\"", id, failure.getMessage());
            return Optional.empty();
        }
    }

    /** Why a line cannot go on, whatever its box is like. */
    private Optional<CauseOfDeath> settled(SandboxLine line) {
        return switch (line.phase()) {
            case STOPPING ->
                Optional.of(CauseOfDeath.ended(
                        Objects.requireNonNull(line.cause()), Objects.requireNonNullElse(line.message(), "")));
            case ASSIGNING ->
                Optional.of(CauseOfDeath.startFailed(
                        "worker:restarted",
                        "The worker's agent was restarted while the sandbox was being made.",
                        true));
            case RUNNING ->
                line.boot().equals(clock.boot())
                        ? Optional.empty()
                        : Optional.of(CauseOfDeath.ended("host:restarted", "The sandbox's host was restarted."));
        };
    }

    private List<Box> warm(Collection<TemplateBuild> hosted) {
        var boxes = new ConcurrentLinkedQueue<Box>();
        List<Runnable> adoptions = new ArrayList<>();
        for (WarmLine line : journal.initialContent().warm()) {
            if (line.boot().equals(clock.boot()) && hosted.contains(line.template())) {
                adoptions.add(() -> adopt(line.runtimeId(), line.template()).ifPresent(boxes::add));
            }
        }
        inParallel(adoptions);
        return List.copyOf(boxes);
    }

    private void forgetWarm(Set<RuntimeId> kept) {
        for (WarmLine line : journal.initialContent().warm()) {
            if (!kept.contains(line.runtimeId())) {
                var unused = journal.write(
                        AgentStep.POOL_BOX_FORGOTTEN,
                        Durability.RELAXED,
                        new JournalEntry.WarmRemoved(line.runtimeId()));
            }
        }
    }

    private static void inParallel(List<Runnable> tasks) {
        List<Thread> threads = tasks.stream()
                .map(task -> Thread.ofVirtual().name("readopt").start(task))
                .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while taking sandboxes back", interrupted);
        }
    }
}
