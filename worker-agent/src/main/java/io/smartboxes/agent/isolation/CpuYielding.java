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

/**
 * Looks at a worker's boxes several times a second, more often while the host has no CPU to spare, and lets those yield that
 * {@link EvenShare} names: to each other, and all together to the host's own processes, through which every command comes.
 */
public final class CpuYielding implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CpuYielding.class);

    /** What a hog may take from its neighbours before it yields is a few of these. A glance at the host reads one file. */
    private static final Duration BETWEEN_GLANCES = Duration.ofMillis(50);

    /** A look reads one small file a box: with CPU to spare it can wait. */
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(200).toNanos();

    private final Cgroups cgroups;
    private final EvenShare shares = new EvenShare();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cpu-yielding").factory());
    private Map<String, Duration> before = Map.of();
    private Set<String> yielding;
    private long lookedNanos = System.nanoTime();
    private HostCpu glanced;
    private HostCpu looked;
    private boolean troubled;

    private CpuYielding(Cgroups cgroups) throws IOException {
        this.cgroups = cgroups;
        // Those that an earlier process of this worker left so.
        this.yielding = cgroups.yielding();
        this.glanced = HostCpu.now();
        this.looked = glanced;
    }

    /**
     * Looks until it is closed.
     *
     * @throws IOException if the boxes cannot be listed, or the host does not tell what its CPUs do
     */
    public static CpuYielding start(Cgroups cgroups) throws IOException {
        var watch = new CpuYielding(cgroups);
        watch.looks.scheduleWithFixedDelay(
                watch::glance, BETWEEN_GLANCES.toMillis(), BETWEEN_GLANCES.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void glance() {
        try {
            HostCpu now = HostCpu.now();
            double idle = now.idleSince(glanced);
            glanced = now;
            if (idle < EvenShare.SPARE || System.nanoTime() - lookedNanos >= BETWEEN_LOOKS_NANOS) {
                look(now);
            }
            troubled = false;
        } catch (IOException | RuntimeException e) {
            if (!troubled) {
                LOG.warn("Boxes that take much CPU cannot be made to yield: {}", e.toString());
            }
            troubled = true;
        }
    }

    private void look(HostCpu host) throws IOException {
        var now = new HashMap<String, Duration>();
        for (String box : cgroups.boxes()) {
            Optional<Duration> used = cgroups.cpuUsed(box);
            used.ifPresent(cpu -> now.put(box, cpu));
        }
        long nanos = System.nanoTime();
        Duration length = Duration.ofNanos(Math.max(1, nanos - lookedNanos));
        int hostCores = Runtime.getRuntime().availableProcessors();
        apply(shares.judge(new EvenShare.Look(
                length, cores(now, length.toNanos()), host.idleSince(looked) * hostCores, hostCores)));
        lookedNanos = nanos;
        looked = host;
        before = Map.copyOf(now);
    }

    private Map<String, Double> cores(Map<String, Duration> now, long nanos) {
        var cores = new HashMap<String, Double>();
        now.forEach((box, cpu) ->
                cores.put(box, (double) cpu.minus(before.getOrDefault(box, cpu)).toNanos() / nanos));
        return cores;
    }

    private void apply(Set<String> wanted) throws IOException {
        boolean yielded = !yielding.isEmpty();
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
        if (!yielding.isEmpty()) {
            // At every look, because the outermost group is also that of other workers on this host.
            cgroups.yieldToHost();
        } else if (yielded) {
            cgroups.weighAgainstHost();
        }
    }

    /** Stops looking. Boxes stay as they are; the next worker process judges them anew. */
    @Override
    public void close() {
        looks.shutdownNow();
    }
}
