package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * The control groups of one worker's boxes, in whichever version the host has. runsc makes a box's group and puts the box into
 * it; this class changes a running box's share of the CPU, reads what it used and why it died, and removes the group.
 */
public final class Cgroups {

    /** CPU weight of a box that boots or waits: it takes only what handed-out boxes leave. */
    public static final long SHARES_WAITING = 64;

    /** CPU weight of a box that was handed out; also a host process's own. */
    public static final long SHARES_ASSIGNED = 1024;

    /**
     * CPU weight of all boxes of a worker together, against the host's own processes. Without it a hundred boxes would weigh
     * as much as one thread of the host; with much more, the gateway in front of them would starve.
     */
    private static final long SHARES_ALL_BOXES = 4096;

    /** CPU weight of a box that yields, where the kernel has no better way. */
    private static final long SHARES_YIELDING = 2;

    /**
     * How long a box's quota of CPU time lasts. Short: who has used it up waits for the next, and a box that may take half a core
     * would hold up all that happens in it for a twentieth of a second otherwise.
     */
    static final int CPU_PERIOD_MICROS = 20_000;

    /** The kernel takes no quota below this. */
    private static final long QUOTA_MICROS_MIN = 1_000;

    private static final String IDLE = "cpu.idle";

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final List<String> CONTROLLERS = List.of("cpu", "cpuacct", "memory", "pids");
    private static final String PROCESSES = "cgroup.procs";
    private static final Duration REMOVAL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration REMOVAL_PAUSE = Duration.ofMillis(2);

    private final boolean unified;
    private final String worker;

    public Cgroups(HostLabel label) {
        this.unified = Files.exists(MOUNT.resolve("cgroup.controllers"));
        this.worker = label.cgroup();
    }

    /** What the host lacks for limiting boxes; empty if nothing. */
    public static List<String> missingControllers() {
        if (Files.exists(MOUNT.resolve("cgroup.controllers"))) {
            String available = read(MOUNT.resolve("cgroup.controllers")).orElse("");
            return List.of("cpu", "memory", "pids").stream()
                    .filter(controller -> !List.of(available.strip().split(" ")).contains(controller))
                    .toList();
        }
        return CONTROLLERS.stream()
                .filter(controller -> !Files.isDirectory(MOUNT.resolve(controller)))
                .toList();
    }

    /** Makes the groups that all boxes of this worker lie in, with their weight against the rest of the host. */
    public void prepare() throws IOException {
        if (unified) {
            Files.createDirectories(MOUNT.resolve(worker));
            // Every group on the way must pass the controllers on to its children.
            Path group = MOUNT;
            for (Path step : Path.of(worker)) {
                Files.writeString(group.resolve("cgroup.subtree_control"), "+cpu +memory +pids");
                group = group.resolve(step);
            }
            Files.writeString(group.resolve("cgroup.subtree_control"), "+cpu +memory +pids");
        } else {
            Files.createDirectories(MOUNT.resolve("cpu").resolve(worker));
        }
        weighAgainstHost();
        // Where runsc itself runs while it starts a box.
        Files.createDirectories(launcher());
        writeShares(launcher(), SHARES_WAITING);
    }

    /** Gives all boxes together what they weigh against the host's own processes while none yields. */
    void weighAgainstHost() throws IOException {
        weigh(SHARES_ALL_BOXES);
    }

    /**
     * Gives all boxes together the weight of one process of the host. A box that yields does so to other boxes only; the gateway,
     * through which its neighbours' commands come, lies outside and would wait for its turns to end.
     */
    void yieldToHost() throws IOException {
        weigh(SHARES_ASSIGNED);
    }

    private void weigh(long shares) throws IOException {
        Path group = hierarchy("cpu");
        for (Path step : Path.of(worker)) {
            group = group.resolve(step);
            writeShares(group, shares);
        }
    }

    /** The file that a process writes 0 to in order to run at the priority of a booting box. */
    public Path launcherProcesses() {
        return launcher().resolve(PROCESSES);
    }

    /** A box's group as the OCI specification wants it. */
    public String pathOf(String box) {
        return "/" + worker + "/" + box;
    }

    /**
     * Gives a box the CPU weight of one that was handed out.
     *
     * @throws NoSuchFileException if the box is gone
     */
    public void raisePriority(String box) throws IOException {
        writeShares(group("cpu", box), SHARES_ASSIGNED);
    }

    /**
     * Lets a box that was handed out run only when no other wants the CPU, except for a trace of it (Linux: cpu.idle, since
     * 5.15; an older kernel gives it the least weight instead). Unlike a small weight it takes effect at once: whoever wakes up
     * does not wait for the end of the box's turn.
     *
     * @param cores that it may take meanwhile; calling again changes that
     * @return whether the box was still there
     * @throws IOException if the kernel refuses
     */
    boolean letYield(String box, double cores) throws IOException {
        Path group = group("cpu", box);
        return change(() -> {
            writeQuota(group, cores);
            if (Files.exists(group.resolve(IDLE))) {
                Files.writeString(group.resolve(IDLE), "1");
            } else {
                writeShares(group, SHARES_YIELDING);
            }
        });
    }

    /** Gives a box its weight back, and as many CPUs as its template has; nothing happens to one that is gone. */
    void endYielding(String box, int vcpus) throws IOException {
        Path group = group("cpu", box);
        change(() -> {
            writeQuota(group, vcpus);
            if (Files.exists(group.resolve(IDLE))) {
                Files.writeString(group.resolve(IDLE), "0");
            }
            writeShares(group, SHARES_ASSIGNED);
        });
    }

    /** Whether a box was handed out and does not yield; false as well if it is gone. */
    boolean isHandedOut(String box) {
        return shares(group("cpu", box)).map(now -> now > SHARES_WAITING).orElse(false);
    }

    /** Whether a box yields; false as well if it is gone. */
    boolean yields(String box) {
        Path group = group("cpu", box);
        return read(group.resolve(IDLE)).map("1"::equals).orElse(false)
                || shares(group).map(now -> now <= SHARES_YIELDING).orElse(false);
    }

    private interface Change {
        void make() throws IOException;
    }

    /** Whether the group was still there; ENODEV is what a write gets while it goes. */
    private static boolean change(Change change) throws IOException {
        try {
            change.make();
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (FileSystemException e) {
            if (e.getReason() != null && e.getReason().contains("No such device")) {
                return false;
            }
            throw e;
        }
    }

    private Optional<Long> shares(Path group) {
        return unified
                ? read(group.resolve("cpu.weight")).map(weight -> Long.parseLong(weight) * 1024 / 100)
                : read(group.resolve("cpu.shares")).map(Long::valueOf);
    }

    /** The processes of a box; empty if it is gone. */
    public List<Long> processes(String box) {
        return read(group(unified ? "" : "memory", box).resolve(PROCESSES))
                .map(text -> text.lines().map(Long::valueOf).toList())
                .orElse(List.of());
    }

    /** How often the kernel ended a process of the box because the box was over its memory. */
    public long memoryKills(String box) {
        Path file = unified
                ? group("", box).resolve("memory.events")
                : group("memory", box).resolve("memory.oom_control");
        return counter(file, "oom_kill").orElse(0);
    }

    /** How often the kernel refused the box another task. */
    public long refusedTasks(String box) {
        return counter(group("pids", box).resolve("pids.events"), "max").orElse(0);
    }

    /** CPU time that the box used since it was booted; empty if it is gone. */
    public Optional<Duration> cpuUsed(String box) {
        if (unified) {
            OptionalLong micros = counter(group("", box).resolve("cpu.stat"), "usage_usec");
            return micros.isPresent() ? Optional.of(Duration.ofNanos(micros.getAsLong() * 1000)) : Optional.empty();
        }
        return read(group("cpuacct", box).resolve("cpuacct.usage")).map(text -> Duration.ofNanos(Long.parseLong(text)));
    }

    /** Bytes of memory that the box holds; empty if it is gone. */
    public OptionalLong memoryUsed(String box) {
        Path file = unified
                ? group("", box).resolve("memory.current")
                : group("memory", box).resolve("memory.usage_in_bytes");
        return read(file).map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
    }

    /**
     * Bytes that the box's own processes and files in memory hold, as its own kernel counts them too: gVisor keeps them all in one
     * shared-memory file, and its own memory elsewhere. Empty if the box is gone.
     */
    public OptionalLong memoryOfProcesses(String box) {
        return memoryCounter(box, "shmem");
    }

    /** Bytes of memory that hold what is on the disk too; empty if the box is gone. For the kernel, shared memory is cache as well. */
    public OptionalLong fileCache(String box) {
        OptionalLong cache = memoryCounter(box, unified ? "file" : "cache");
        OptionalLong shared = memoryOfProcesses(box);
        return cache.isPresent() && shared.isPresent()
                ? OptionalLong.of(Math.max(0, cache.getAsLong() - shared.getAsLong()))
                : OptionalLong.empty();
    }

    private OptionalLong memoryCounter(String box, String name) {
        return unified
                ? counter(group("", box).resolve("memory.stat"), name)
                : counter(group("memory", box).resolve("memory.stat"), "total_" + name);
    }

    /** The names of all groups of this worker, boxes' and others'. */
    public List<String> boxes() throws IOException {
        var names = new TreeSet<String>();
        for (Path hierarchy : hierarchies()) {
            for (Path group : children(hierarchy.resolve(worker))) {
                names.add(group.getFileName().toString());
            }
        }
        names.remove(launcher().getFileName().toString());
        return List.copyOf(names);
    }

    /**
     * Removes a box's group everywhere. Its processes must be gone.
     *
     * @return whether there was any
     * @throws IOException if a process is left in it
     */
    public boolean remove(String box) throws IOException {
        boolean found = false;
        for (Path hierarchy : hierarchies()) {
            found |= removeTree(hierarchy.resolve(worker).resolve(box));
        }
        return found;
    }

    /** Removes the groups that {@link #prepare} made, as far as nothing else lies in them. */
    public void withdraw() throws IOException {
        Files.deleteIfExists(launcher());
        for (Path hierarchy : hierarchies()) {
            for (Path group = Path.of(worker); group != null; group = group.getParent()) {
                Path directory = hierarchy.resolve(group);
                if (Files.isDirectory(directory) && !children(directory).isEmpty()) {
                    break;
                }
                Files.deleteIfExists(directory);
            }
        }
    }

    private Path launcher() {
        return hierarchy("cpu").resolve(worker).resolve("launcher");
    }

    private Path group(String controller, String box) {
        return hierarchy(controller).resolve(worker).resolve(box);
    }

    private Path hierarchy(String controller) {
        return unified ? MOUNT : MOUNT.resolve(controller);
    }

    private List<Path> hierarchies() throws IOException {
        return unified ? List.of(MOUNT) : children(MOUNT);
    }

    private void writeShares(Path group, long shares) throws IOException {
        if (unified) {
            // The kernel's own default pair is 1024 shares and weight 100.
            Files.writeString(group.resolve("cpu.weight"), Long.toString(Math.max(1, shares * 100 / 1024)));
        } else {
            Files.writeString(group.resolve("cpu.shares"), Long.toString(shares));
        }
    }

    private void writeQuota(Path group, double cores) throws IOException {
        long micros = Math.max(QUOTA_MICROS_MIN, Math.round(cores * CPU_PERIOD_MICROS));
        if (unified) {
            Files.writeString(group.resolve("cpu.max"), micros + " " + CPU_PERIOD_MICROS);
        } else {
            // A box that an older agent booted may have another period.
            Files.writeString(group.resolve("cpu.cfs_period_us"), Long.toString(CPU_PERIOD_MICROS));
            Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(micros));
        }
    }

    private static OptionalLong counter(Path file, String name) {
        return read(file).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .findFirst();
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            // A group vanishes with its box; and ENODEV is what a read gets while it does.
            return Optional.empty();
        }
    }

    private static boolean removeTree(Path group) throws IOException {
        if (!Files.isDirectory(group)) {
            return false;
        }
        for (Path child : children(group)) {
            removeTree(child);
        }
        deleteOnceEmpty(group);
        return true;
    }

    /** The kernel keeps a group busy for some milliseconds after its last process, and tells nobody when it is done. */
    private static void deleteOnceEmpty(Path group) throws IOException {
        long deadline = System.nanoTime() + REMOVAL_PATIENCE.toNanos();
        while (true) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (FileSystemException busy) {
                if (System.nanoTime() - deadline > 0) {
                    throw busy;
                }
                LockSupport.parkNanos(REMOVAL_PAUSE.toNanos());
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
                entries.forEach(found::add);
            } catch (NoSuchFileException e) {
                return List.of();
            }
        }
        return found;
    }
}
