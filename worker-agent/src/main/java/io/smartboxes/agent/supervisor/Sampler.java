package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.agent.runtime.BoxFigures;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.workerlink.Sample;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what running sandboxes use, and keeps what it saw in memory until the link takes it. It is no bill: some may get lost. */
final class Sampler {

    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    /** An outage must not fill memory. For fifty sandboxes this is a quarter of an hour. */
    static final int WAITING_MAX = 10_000;

    /** Over less, a share of CPU says nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final int WHOLE = 10_000;

    private final SandboxRuntime runtime;
    private final MonotonicClock clock;
    private final Deque<Sample> waiting = new ArrayDeque<>();
    private Map<Sandbox, Reading> before = new HashMap<>();
    private long dropped;

    /** @param millis from the sandbox's start */
    private record Reading(long millis, Duration cpu) {}

    Sampler(SandboxRuntime runtime, MonotonicClock clock) {
        this.runtime = runtime;
        this.clock = clock;
    }

    /** Looks at all that run. */
    synchronized void tick(Collection<Sandbox> sandboxes) {
        var now = new HashMap<Sandbox, Reading>();
        for (Sandbox sandbox : sandboxes) {
            look(sandbox).ifPresent(reading -> now.put(sandbox, reading));
        }
        before = now;
    }

    /** The reading that the next one is held against; empty of what does not run. */
    private Optional<Reading> look(Sandbox sandbox) {
        Optional<BoxFigures> figures = sandbox.runningBox().flatMap(box -> runtime.figures(box.id()));
        Optional<Reading> last = Optional.ofNullable(before.get(sandbox)).or(() -> told(sandbox));
        if (figures.isEmpty() || last.isEmpty()) {
            return Optional.empty();
        }
        long millis = Duration.ofNanos(clock.nanos() - sandbox.startedNanos()).toMillis();
        long elapsed = millis - last.get().millis();
        if (elapsed < SHORTEST.toMillis()) {
            return last;
        }
        Duration used = figures.get().cpu().minus(last.get().cpu());
        keep(sample(
                sandbox,
                figures.get(),
                millis,
                hundredths(used, elapsed * sandbox.template().vcpus())));
        return Optional.of(new Reading(millis, figures.get().cpu()));
    }

    /** What the meter has read at the start, or under an earlier agent. */
    private static Optional<Reading> told(Sandbox sandbox) {
        return sandbox.meter()
                .flatMap(line -> Optional.ofNullable(line.cpuMillis())
                        .map(cpu -> new Reading(line.untilMillis(), Duration.ofMillis(cpu))));
    }

    private static int hundredths(Duration used, long vcpuMillis) {
        return (int) Math.clamp(Math.round((double) WHOLE * used.toNanos() / 1e6 / vcpuMillis), 0, WHOLE);
    }

    private static Sample sample(Sandbox sandbox, BoxFigures figures, long millis, int cpuHundredths) {
        return Sample.newBuilder()
                .setSandboxId(sandbox.id().toString())
                .setEpoch(sandbox.epoch())
                .setAtMillis(millis)
                .setCpuHundredths(cpuHundredths)
                .setMemoryBytes(figures.memoryBytes())
                .setCacheBytes(figures.cacheBytes())
                .setDiskBytes(figures.diskBytes())
                .build();
    }

    private void keep(Sample sample) {
        synchronized (waiting) {
            waiting.add(sample);
            if (waiting.size() > WAITING_MAX) {
                waiting.remove();
                dropped++;
            }
        }
    }

    /** Takes as many out, oldest first. */
    List<Sample> take(int max) {
        synchronized (waiting) {
            if (dropped > 0) {
                LOG.warn(
                        "event=samples-dropped count={}: more than {} waited for the control plane",
                        dropped,
                        WAITING_MAX);
                dropped = 0;
            }
            var taken = new ArrayList<Sample>();
            while (taken.size() < max && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return taken;
        }
    }
}
