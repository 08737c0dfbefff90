package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.journal.Durability;
import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.journal.JournalEntry;
import io.smartboxes.agent.journal.MeterLine;
import io.smartboxes.agent.runtime.BoxUsage;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.workerlink.UsageInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Tells what running sandboxes are given and what they use. How far it is told moves in the journal together with the report
 * that tells it, so whatever dies in between, each moment is told once.
 */
record UsageMeter(SandboxRuntime runtime, Journal journal, MonotonicClock clock, Reports reports) {

    /** With so many reports unheard, intervals grow to {@link #LONG_INTERVAL}: an outage must not fill memory. */
    private static final int REPORTS_WAITING_MAX = 10_000;

    private static final Duration LONG_INTERVAL = Duration.ofMinutes(55);

    /** CPU time of the sandbox's box so far. Reads the host: not to be called while holding a monitor. */
    Optional<Duration> cpu(Sandbox sandbox) {
        return sandbox.runtimeId().flatMap(runtime::usage).map(BoxUsage::cpu);
    }

    /** What to write together with the Started report. The caller holds the sandbox's monitor. */
    JournalEntry begin(Sandbox sandbox, JournalEntry.ReportAdded started, Optional<Duration> cpu) {
        var line = new MeterLine(
                0,
                started.report().getAtMillis(),
                0,
                cpu.map(Duration::toMillis).orElse(null));
        sandbox.meter(line);
        return new JournalEntry.Metered(sandbox.id(), sandbox.epoch(), line);
    }

    /** What to write about the time up to a reading of the monotonic clock. The caller holds the sandbox's monitor. */
    List<JournalEntry> read(Sandbox sandbox, long nanos, Optional<Duration> cpu) {
        Optional<MeterLine> before = sandbox.meter();
        if (before.isEmpty()) {
            return List.of();
        }
        long millis = Duration.ofNanos(nanos - sandbox.startedNanos()).toMillis();
        Metering metering = Metering.of(before.get(), sandbox.template(), millis, cpu);
        if (metering.intervals().isEmpty()) {
            return List.of();
        }
        AgentStep.USAGE_MEASURED.reach();
        sandbox.meter(metering.after());
        List<JournalEntry> entries = new ArrayList<>();
        entries.add(new JournalEntry.Metered(sandbox.id(), sandbox.epoch(), metering.after()));
        for (UsageInterval interval : metering.intervals()) {
            entries.add(reports.usage(sandbox, interval));
        }
        return entries;
    }

    /** Tells of all that run. */
    void tick(Collection<Sandbox> sandboxes) {
        boolean sparing = journal.unacknowledged().size() > REPORTS_WAITING_MAX;
        for (Sandbox sandbox : sandboxes) {
            if (sandbox.state() == SandboxState.RUNNING) {
                tick(sandbox, sparing ? LONG_INTERVAL : Duration.ZERO);
            }
        }
    }

    private void tick(Sandbox sandbox, Duration notBefore) {
        Optional<Duration> cpu = cpu(sandbox);
        synchronized (sandbox) {
            if (sandbox.state() != SandboxState.RUNNING) {
                return;
            }
            long now = clock.nanos();
            if (untold(sandbox, now).compareTo(notBefore) < 0) {
                return;
            }
            List<JournalEntry> entries = read(sandbox, now, cpu);
            if (!entries.isEmpty()) {
                // On the disk before it is sent: no number that the control plane has seen is ever given out again.
                var unused = journal.write(
                        AgentStep.USAGE_JOURNALED, Durability.SYNCED, entries.toArray(JournalEntry[]::new));
            }
        }
    }

    private static Duration untold(Sandbox sandbox, long now) {
        return sandbox.meter()
                .map(line -> Duration.ofNanos(now - sandbox.startedNanos()).minusMillis(line.untilMillis()))
                .orElse(Duration.ZERO);
    }
}
