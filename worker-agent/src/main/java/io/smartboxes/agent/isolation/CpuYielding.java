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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a worker's boxes several times a second, more often while the host has no CPU to spare, and lets those yield that
 * {@link EvenShare} names: to each other, and all together to the host's own processes, through which every command comes. They
 * take no more than it says.
 */
public final class CpuYielding implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CpuYielding.class);

    /** What a hog may take from its neighbours before it yields is a few of these. A glance at the host reads one file. */
    private static final Duration BETWEEN_GLANCES = Duration.ofMillis(50);

    /** A look reads a small file or two a box: with CPU to spare it can wait. */
    private static final long BETWEEN_LOOKS_NANOS = Duration.ofMillis(200).toNanos();

    /** A smaller change of what a box may take is not worth a write. */
    private static final double CORES_STEP = 0.05;

    private final Cgroups cgroups;
    private final Supplier<Map<String, Integer>> boxes;
    private final EvenShare shares = new EvenShare();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cpu-yielding").factory());
    /** Those that wait for somebody have a small weight as it is, and nobody whom a hog could hurt. */
    private final Set<String> handedOut = new HashSet<>();

    private Map<String, Duration> before = Map.of();
    /** Those that yield, with the cores that they may take; 0 where an earlier process said how many. */
    private final Map<String, Double> yielding = new HashMap<>();

    private long lookedNanos = System.nanoTime();
    private HostCpu glanced;
    private HostCpu looked;
    private boolean troubled;

    private CpuYielding(Cgroups cgroups, Supplier<Map<String, Integer>> boxes) throws IOException {
        this.cgroups = cgroups;
        this.boxes = boxes;
        this.glanced = HostCpu.now();
        this.looked = glanced;
    }

    /**
     * Looks until it is closed.
     *
     * @param boxes the names of those that run now, each with the CPUs that it may use when it does not yield. One that an earlier
     *     process left behind stays as it is until it is among them.
     * @throws IOException if the host does not tell what its CPUs do
     */
    public static CpuYielding start(Cgroups cgroups, Supplier<Map<String, Integer>> boxes) throws IOException {
        var watch = new CpuYielding(cgroups, boxes);
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
        Map<String, Integer> vcpus = boxes.get();
        handedOut.retainAll(vcpus.keySet());
        for (String box : vcpus.keySet()) {
            if (handedOut.contains(box) || isHandedOut(box)) {
                Optional<Duration> used = cgroups.cpuUsed(box);
                used.ifPresent(cpu -> now.put(box, cpu));
            }
        }
        long nanos = System.nanoTime();
        Duration length = Duration.ofNanos(Math.max(1, nanos - lookedNanos));
        int hostCores = Runtime.getRuntime().availableProcessors();
        var look =
                new EvenShare.Look(length, cores(now, length.toNanos()), host.idleSince(looked) * hostCores, hostCores);
        lookedNanos = nanos;
        looked = host;
        before = Map.copyOf(now);
        apply(shares.judge(look), vcpus);
    }

    private boolean isHandedOut(String box) {
        if (cgroups.yields(box)) {
            // An earlier process of this worker left it so.
            yielding.put(box, 0.0);
        } else if (!cgroups.isHandedOut(box)) {
            return false;
        }
        return handedOut.add(box);
    }

    private Map<String, Double> cores(Map<String, Duration> now, long nanos) {
        var cores = new HashMap<String, Double>();
        now.forEach((box, cpu) ->
                cores.put(box, (double) cpu.minus(before.getOrDefault(box, cpu)).toNanos() / nanos));
        return cores;
    }

    private void apply(Map<String, Double> wanted, Map<String, Integer> vcpus) throws IOException {
        boolean yielded = !yielding.isEmpty();
        yielding.keySet().retainAll(vcpus.keySet());
        for (var box : vcpus.entrySet()) {
            apply(box.getKey(), box.getValue(), wanted.get(box.getKey()));
        }
        if (!yielding.isEmpty()) {
            // At every look, because the outermost group is also that of other workers on this host.
            cgroups.yieldToHost();
        } else if (yielded) {
            cgroups.weighAgainstHost();
        }
    }

    private void apply(String box, int vcpus, @Nullable Double most) throws IOException {
        if (most == null) {
            if (yielding.containsKey(box)) {
                cgroups.endYielding(box, vcpus);
                yielding.remove(box);
            }
            return;
        }
        double cores = Math.min(vcpus, most);
        if (Math.abs(cores - yielding.getOrDefault(box, 0.0)) >= CORES_STEP && cgroups.letYield(box, cores)) {
            yielding.put(box, cores);
        }
    }

    /** Stops looking. Boxes stay as they are; the next worker process judges them anew. */
    @Override
    public void close() {
        looks.shutdownNow();
    }
}
