package io.smartboxes.agent.runtime.gvisor;

import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.ADDRESSES_EXHAUSTED;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.ASSIGN_FAILED;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.BOOT_FAILED;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.BOOT_TIMEOUT;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.BOX_GONE;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.DESTROY_FAILED;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.HOST_UNFIT;
import static io.smartboxes.agent.runtime.RuntimeFailureException.Code.ID_USED;

import io.smartboxes.agent.isolation.AddressClaim;
import io.smartboxes.agent.isolation.AddressRange;
import io.smartboxes.agent.isolation.Cgroups;
import io.smartboxes.agent.isolation.CpuYielding;
import io.smartboxes.agent.isolation.Mounts;
import io.smartboxes.agent.isolation.NetworkPolicy;
import io.smartboxes.agent.isolation.NetworkSlot;
import io.smartboxes.agent.isolation.NetworkSlots;
import io.smartboxes.agent.isolation.OciBundle;
import io.smartboxes.agent.isolation.ProcessExits;
import io.smartboxes.agent.isolation.RootFileSystem;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxFigures;
import io.smartboxes.agent.runtime.BoxUsage;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.Leftover;
import io.smartboxes.agent.runtime.MissingRequirement;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.TemplateBuild;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Boxes as gVisor sandboxes; see the package for the promise and {@link io.smartboxes.agent.isolation} for the means. */
public final class GvisorRuntime implements SandboxRuntime {

    private static final Duration ASSIGN_PATIENCE = Duration.ofSeconds(10);
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(5);
    /** Between two looks at a guest that does not answer yet. */
    private static final int HEALTH_POLL_MILLIS = 5;

    private static final int REMOVAL_LOCKS = 64;

    private final GvisorSettings settings;
    private final Path boxDirectories;
    private final Path runscRoot;
    private final RootFileSystem files;
    private final Cgroups cgroups;
    private final CpuYielding yielding;
    private final EarlyWriteback writeback;
    private final NetworkPolicy policy;
    private final AddressClaim claim;
    private final NetworkSlots slots;
    private final Runsc runsc;
    private final GuestClient guest;
    private final ProcessExits exits;
    private final BoxRemover remover;
    private final Map<RuntimeId, RunningBox> running = new ConcurrentHashMap<>();
    private final Set<RuntimeId> booting = ConcurrentHashMap.newKeySet();
    private final Object[] removalLocks =
            Stream.generate(Object::new).limit(REMOVAL_LOCKS).toArray();

    private GvisorRuntime(GvisorSettings settings, InstantSource clock, SecureRandom random) throws IOException {
        this.settings = settings;
        Path state = settings.state();
        boxDirectories = Files.createDirectories(state.resolve("boxes"));
        runscRoot = Files.createDirectories(state.resolve("runsc"));
        files = new RootFileSystem(
                Files.createDirectories(state.resolve("upper")),
                Files.createDirectories(state.resolve("empty-root")),
                Files.createDirectories(state.resolve("empty-volume")));
        cgroups = new Cgroups(settings.label());
        cgroups.prepare();
        policy = new NetworkPolicy(settings.label());
        // Before any cable: a box never exists without the rules around it.
        policy.enforce();
        claim = new AddressClaim(settings.networkRegistry(), state, settings.networkPool());
        AddressRange block = claim.claim(random);
        slots = new NetworkSlots(settings.label(), block);
        runsc = new Runsc(settings.runsc(), runscRoot, files, cgroups.launcherProcesses());
        guest = new GuestClient(clock, random);
        exits = new ProcessExits();
        remover = new BoxRemover(boxDirectories, runsc, cgroups, exits);
        for (RuntimeId id : BoxRecord.all(boxDirectories)) {
            BoxRecord.read(directory(id)).ifPresent(box -> slots.retake(box.slot()));
        }
        yielding = CpuYielding.start(cgroups, this::vcpus);
        writeback = EarlyWriteback.start(running::values);
    }

    /**
     * Prepares the host for boxes of this worker. Boxes of an earlier process go on running and can be adopted.
     *
     * @throws RuntimeFailureException {@code HOST_UNFIT}, naming everything that is missing
     */
    public static GvisorRuntime start(GvisorSettings settings, InstantSource clock, SecureRandom random) {
        List<MissingRequirement> missing = new GvisorHost(settings).missing();
        if (!missing.isEmpty()) {
            throw new RuntimeFailureException(
                    HOST_UNFIT,
                    "This host cannot isolate sandboxes. Missing: "
                            + missing.stream().map(MissingRequirement::toString).collect(Collectors.joining("; ")));
        }
        try {
            return new GvisorRuntime(settings, clock, random);
        } catch (IOException e) {
            throw new RuntimeFailureException(HOST_UNFIT, "This host cannot be prepared: " + e.getMessage(), e);
        }
    }

    @Override
    public List<MissingRequirement> hostRequirements() {
        return new GvisorHost(settings).missing();
    }

    @Override
    public Box boot(RuntimeId id, TemplateBuild template) {
        booting.add(id);
        try {
            Files.createDirectory(directory(id));
            return bootInto(id, template);
        } catch (FileAlreadyExistsException e) {
            throw new RuntimeFailureException(ID_USED, "There is a box with the runtime id " + id + " already", e);
        } catch (IOException e) {
            throw new RuntimeFailureException(BOOT_FAILED, "Box " + id + " did not boot: " + e.getMessage(), e);
        } finally {
            booting.remove(id);
        }
    }

    private Box bootInto(RuntimeId id, TemplateBuild template) throws IOException {
        try {
            NetworkSlot slot = slots.take()
                    .orElseThrow(() -> new RuntimeFailureException(
                            ADDRESSES_EXHAUSTED,
                            "All " + NetworkSlot.COUNT_MAX + " network slots of worker " + settings.label()
                                    + " are in use"));
            var box = new RunningBox(id, template, slot, cgroups, files.upperDirectory());
            running.put(id, box);
            new BoxRecord(slot.number(), template.build()).write(directory(id));
            OciBundle.write(directory(id), template, files, cgroups.pathOf(id.text()), slot.namespacePath());
            long sentry = runsc.run(id, directory(id), settings.bootPatience().toMillis());
            watch(box, sentry);
            awaitHealthy(box.box());
            return box.box();
        } catch (IOException | RuntimeException e) {
            try {
                remove(id, true);
            } catch (IOException remains) {
                // The next sweep finds it; the failure of the boot is what the caller needs to know.
                e.addSuppressed(remains);
            }
            throw e;
        }
    }

    @Override
    public void assign(Box box, GuestIdentity identity) {
        try {
            cgroups.raisePriority(box.id().text());
            guest.init(box.guest(), box.template(), identity, ASSIGN_PATIENCE);
        } catch (NoSuchFileException e) {
            throw new RuntimeFailureException(BOX_GONE, "Box " + box.id() + " is gone", e);
        } catch (IOException e) {
            throw new RuntimeFailureException(
                    box.exit().isDone() ? BOX_GONE : ASSIGN_FAILED,
                    "Box " + box.id() + " could not be handed out: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public Optional<Box> adopt(RuntimeId id, TemplateBuild template) {
        RunningBox known = running.get(id);
        if (known != null) {
            return Optional.of(known.box());
        }
        try {
            Optional<BoxRecord> box = BoxRecord.read(directory(id));
            Optional<Long> sentry = runsc.sentry(id, directory(id));
            if (box.isEmpty() || sentry.isEmpty() || !box.get().templateBuild().equals(template.build())) {
                return Optional.empty();
            }
            var adopted = new RunningBox(id, template, slots.retake(box.get().slot()), cgroups, files.upperDirectory());
            // Its guest is not asked: one that is too busy to answer is no less alive, and its sandbox would be lost.
            running.put(id, adopted);
            watch(adopted, sentry.get());
            return Optional.of(adopted.box());
        } catch (IOException e) {
            throw new RuntimeFailureException(BOX_GONE, "Box " + id + " cannot be adopted: " + e.getMessage(), e);
        }
    }

    @Override
    public void destroy(RuntimeId id) {
        try {
            remove(id, !running.containsKey(id));
        } catch (IOException e) {
            throw new RuntimeFailureException(
                    DESTROY_FAILED, "Box " + id + " is not removed completely: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Leftover> sweep(Set<RuntimeId> keep) {
        var swept = new ArrayList<Leftover>();
        try {
            TreeSet<RuntimeId> unwanted = remover.found();
            unwanted.removeAll(keep);
            unwanted.removeAll(booting);
            for (RuntimeId id : unwanted) {
                swept.addAll(remove(id, true));
            }
            for (String name : slots.removeUnknown()) {
                Leftover.Kind kind = settings.label().slotOfHostInterface(name).isPresent()
                        ? Leftover.Kind.NETWORK_INTERFACE
                        : Leftover.Kind.NETWORK_NAMESPACE;
                swept.add(new Leftover(kind, name, Optional.empty()));
            }
            if (remover.found().isEmpty() && booting.isEmpty()) {
                for (Path mount : Mounts.below(settings.state())) {
                    Mounts.remove(mount);
                    swept.add(new Leftover(Leftover.Kind.MOUNT, mount.toString(), Optional.empty()));
                }
            }
            return swept;
        } catch (IOException e) {
            throw new RuntimeFailureException(DESTROY_FAILED, "The sweep could not finish: " + e.getMessage(), e);
        }
    }

    private Map<String, Integer> vcpus() {
        return running.values().stream()
                .map(RunningBox::box)
                .collect(Collectors.toMap(
                        box -> box.id().text(), box -> box.template().vcpus()));
    }

    @Override
    public Optional<BoxUsage> usage(RuntimeId id) {
        Optional<Duration> cpu = cgroups.cpuUsed(id.text());
        OptionalLong memory = cgroups.memoryUsed(id.text());
        return cpu.isPresent() && memory.isPresent()
                ? Optional.of(new BoxUsage(cpu.get(), memory.getAsLong()))
                : Optional.empty();
    }

    @Override
    public Optional<BoxFigures> figures(RuntimeId id) {
        RunningBox box = running.get(id);
        Optional<Duration> cpu = cgroups.cpuUsed(id.text());
        OptionalLong memory = cgroups.memoryOfProcesses(id.text());
        OptionalLong cache = cgroups.fileCache(id.text());
        OptionalLong disk = box == null ? OptionalLong.empty() : box.diskBytes();
        if (cpu.isEmpty() || memory.isEmpty() || cache.isEmpty() || disk.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BoxFigures(cpu.get(), memory.getAsLong(), cache.getAsLong(), disk.getAsLong()));
    }

    /** Leaves nothing on the host if no box is left; else what the boxes need. */
    @Override
    public void close() {
        yielding.close();
        writeback.close();
        try {
            slots.removeIdle();
            if (remover.found().isEmpty()) {
                for (Path mount : Mounts.below(settings.state())) {
                    Mounts.remove(mount);
                }
                policy.withdraw();
                claim.release();
                cgroups.withdraw();
            }
        } catch (IOException e) {
            throw new RuntimeFailureException(DESTROY_FAILED, "The host could not be cleared: " + e.getMessage(), e);
        } finally {
            exits.close();
        }
    }

    private List<Leftover> remove(RuntimeId id, boolean thorough) throws IOException {
        // Twice at once would give the box's network slot back twice, the second time from under its next box.
        synchronized (removalLocks[Math.floorMod(id.hashCode(), removalLocks.length)]) {
            return removeLocked(id, thorough);
        }
    }

    private List<Leftover> removeLocked(RuntimeId id, boolean thorough) throws IOException {
        RunningBox box = running.get(id);
        if (box != null) {
            box.wantEnd();
        }
        Optional<NetworkSlot> slot = box != null
                ? Optional.of(box.slot())
                : BoxRecord.read(directory(id)).map(found -> slots.retake(found.slot()));
        var removed = new ArrayList<Leftover>(remover.endProcesses(id, thorough));
        if (box != null) {
            settleExit(box);
        }
        removed.addAll(remover.removeObjects(id));
        if (slot.isPresent()) {
            slots.giveBack(slot.get());
        }
        running.remove(id);
        return removed;
    }

    /** The reason of the end is read from the control group, so that has to wait. */
    private static void settleExit(RunningBox box) throws IOException {
        if (!box.isWatched()) {
            box.sentryEnded();
            return;
        }
        try {
            box.box().exit().get(EXIT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the end of box " + box.box().id() + " was not noticed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An exit never completes exceptionally", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while box " + box.box().id() + " ends", e);
        }
    }

    private void watch(RunningBox box, long sentry) throws IOException {
        CompletableFuture<Void> end = exits.exitOf(sentry);
        box.watched(sentry);
        end.thenRun(box::sentryEnded);
        // Between the start and the look at it, the number may have passed to another process.
        if (runsc.sentry(box.box().id(), directory(box.box().id())).isEmpty()) {
            box.sentryEnded();
        }
    }

    private void awaitHealthy(Box box) throws IOException {
        long deadline = System.nanoTime() + settings.bootPatience().toNanos();
        while (!guest.isHealthy(box.guest())) {
            if (System.nanoTime() - deadline > 0) {
                throw new RuntimeFailureException(
                        BOOT_TIMEOUT,
                        "The guest of box " + box.id() + " did not answer within "
                                + settings.bootPatience().toSeconds() + " s");
            }
            try {
                var exit = box.exit().get(HEALTH_POLL_MILLIS, TimeUnit.MILLISECONDS);
                throw new IOException("it ended before its guest answered (" + exit.code() + ")");
            } catch (TimeoutException e) {
                // It still runs: look again.
            } catch (ExecutionException e) {
                throw new IllegalStateException("An exit never completes exceptionally", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a guest starts", e);
            }
        }
    }

    private Path directory(RuntimeId id) {
        return boxDirectories.resolve(id.text());
    }
}
