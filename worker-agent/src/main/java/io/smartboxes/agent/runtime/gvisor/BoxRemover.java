package io.smartboxes.agent.runtime.gvisor;

import io.smartboxes.agent.isolation.Cgroups;
import io.smartboxes.agent.isolation.ProcessExits;
import io.smartboxes.agent.isolation.ProcessTable;
import io.smartboxes.agent.runtime.Leftover;
import io.smartboxes.agent.runtime.RuntimeId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes boxes apart with the host's own means, from whatever state an interrupted boot or removal left them in: processes
 * first, then what only they hold. Each step looks at the host and may find nothing.
 */
final class BoxRemover {

    private static final int KILL_ROUNDS_MAX = 20;
    private static final int KILL_ROUND_MILLIS = 500;

    private final Path boxes;
    private final Runsc runsc;
    private final Cgroups cgroups;
    private final ProcessExits exits;

    BoxRemover(Path boxes, Runsc runsc, Cgroups cgroups, ProcessExits exits) {
        this.boxes = boxes;
        this.runsc = runsc;
        this.cgroups = cgroups;
        this.exits = exits;
    }

    /** Every box of which anything is on this host, found by looking everywhere. */
    TreeSet<RuntimeId> found() throws IOException {
        var ids = new TreeSet<RuntimeId>(BoxRecord.all(boxes));
        runsc.processes().forEach(process -> runsc.owner(process.commandLine()).ifPresent(ids::add));
        cgroups.boxes().stream()
                .filter(RuntimeId::isRuntimeId)
                .map(RuntimeId::new)
                .forEach(ids::add);
        for (Path file : runsc.stateFiles()) {
            runsc.boxOf(file).ifPresent(ids::add);
        }
        return ids;
    }

    /**
     * Ends all processes of a box.
     *
     * @param thorough looks at every process of the host, for a box of which not all processes may be in its control group
     * @throws IOException if one does not end
     */
    List<Leftover> endProcesses(RuntimeId id, boolean thorough) throws IOException {
        var ended = new TreeSet<Long>();
        for (int round = 0; round < KILL_ROUNDS_MAX; round++) {
            List<Long> running = runningProcesses(id, thorough);
            if (running.isEmpty()) {
                return ended.stream()
                        .map(pid -> new Leftover(Leftover.Kind.PROCESS, Long.toString(pid), Optional.of(id)))
                        .toList();
            }
            ended.addAll(running);
            killAndAwait(running);
        }
        throw new IOException("processes of box " + id + " do not end: " + runningProcesses(id, thorough));
    }

    /** Removes what a box without processes leaves: its control group, runsc's files about it, its directory. */
    List<Leftover> removeObjects(RuntimeId id) throws IOException {
        var removed = new ArrayList<Leftover>();
        if (cgroups.remove(id.text())) {
            removed.add(new Leftover(Leftover.Kind.CGROUP, cgroups.pathOf(id.text()), Optional.of(id)));
        }
        for (Path file : runsc.stateFiles(id)) {
            Files.deleteIfExists(file);
        }
        Path directory = boxes.resolve(id.text());
        if (Files.isDirectory(directory)) {
            deleteDirectory(directory);
            removed.add(new Leftover(Leftover.Kind.DIRECTORY, directory.toString(), Optional.of(id)));
        }
        return removed;
    }

    private List<Long> runningProcesses(RuntimeId id, boolean thorough) throws IOException {
        var running = new TreeSet<Long>(cgroups.processes(id.text()));
        if (thorough) {
            for (ProcessTable.Entry process : runsc.processes()) {
                if (runsc.owner(process.commandLine()).filter(id::equals).isPresent()) {
                    running.add(process.pid());
                }
            }
        }
        running.removeIf(pid -> !ProcessTable.isRunning(pid));
        return List.copyOf(running);
    }

    private void killAndAwait(List<Long> pids) throws IOException {
        var ends = new ArrayList<CompletableFuture<Void>>();
        for (long pid : pids) {
            ends.add(exits.exitOf(pid));
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                    .get(KILL_ROUND_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The next round looks again.
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while processes end", e);
        }
    }

    /** Bundles are flat, and nothing in them was written by a box. */
    private static void deleteDirectory(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
