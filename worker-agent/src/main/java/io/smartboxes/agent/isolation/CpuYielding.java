package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a worker's boxes several times a second and lets those yield the CPU that {@link EvenShare} names. */
public final class CpuYielding implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CpuYielding.class);

    /** A look reads one small file a box. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Cgroups cgroups;
    private final EvenShare shares = new EvenShare();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cpu-yielding").factory());
    private Map<String, Duration> before = Map.of();
    private Set<String> yielding;
    private long lookedNanos = System.nanoTime();
    private boolean troubled;

    private CpuYielding(Cgroups cgroups) throws IOException {
        this.cgroups = cgroups;
        // Those that an earlier process of this worker left so.
        this.yielding = cgroups.yielding();
    }

    /**
     * Looks until it is closed.
     *
     * @throws IOException if the boxes cannot be listed
     */
    public static CpuYielding start(Cgroups cgroups) throws IOException {
        var watch = new CpuYielding(cgroups);
        watch.looks.scheduleWithFixedDelay(
                watch::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            var now = new HashMap<String, Duration>();
            for (String box : cgroups.boxes()) {
                Optional<Duration> used = cgroups.cpuUsed(box);
                used.ifPresent(cpu -> now.put(box, cpu));
            }
            long nanos = System.nanoTime();
            apply(shares.judge(cores(now, Math.max(1, nanos - lookedNanos))));
            lookedNanos = nanos;
            before = Map.copyOf(now);
            troubled = false;
        } catch (IOException | RuntimeException e) {
            if (!troubled) {
                LOG.warn("Boxes that take much CPU cannot be made to yield: {}", e.toString());
            }
            troubled = true;
        }
    }

    private Map<String, Double> cores(Map<String, Duration> now, long nanos) {
        var cores = new HashMap<String, Double>();
        now.forEach((box, cpu) ->
                cores.put(box, (double) cpu.minus(before.getOrDefault(box, cpu)).toNanos() / nanos));
        return cores;
    }

    private void apply(Set<String> wanted) throws IOException {
        var done = new HashSet<>(yielding);
        try {
            for (String box : wanted) {
                if (!done.contains(box) && cgroups.letYield(box)) {
                    done.add(box);
                }
            }
            for (String box : yielding) {
                if (!wanted.contains(box)) {
                    cgroups.endYielding(box);
                    done.remove(box);
                }
            }
        } finally {
            yielding = Set.copyOf(done);
        }
    }

    /** Stops looking. Boxes stay as they are; the next worker process judges them anew. */
    @Override
    public void close() {
        looks.shutdownNow();
    }
}
