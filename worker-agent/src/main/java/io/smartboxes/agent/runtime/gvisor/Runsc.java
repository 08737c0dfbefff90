package io.smartboxes.agent.runtime.gvisor;

import io.smartboxes.agent.isolation.ProcessTable;
import io.smartboxes.agent.isolation.RootFileSystem;
import io.smartboxes.agent.runtime.RuntimeId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line of {@code runsc}, of which one call is enough: {@code run}. Ending a box and finding its remains is done
 * with the host's own means, because what an interrupted call leaves behind is exactly what {@code runsc} does not list.
 */
final class Runsc {

    private static final int LOG_LINES_SHOWN = 5;
    private static final Pattern ID_IN_NAME = Pattern.compile("rt[0-9a-z]{20}");

    private final Path binary;
    private final Path root;
    private final RootFileSystem files;
    private final Path launcherProcesses;

    /**
     * @param directory of the binary
     * @param root where runsc keeps its own state; also marks every process of this worker's boxes
     * @param launcherProcesses the control group in which runsc itself runs
     */
    Runsc(Path directory, Path root, RootFileSystem files, Path launcherProcesses) {
        this.binary = directory.resolve("runsc");
        this.root = root;
        this.files = files;
        this.launcherProcesses = launcherProcesses;
    }

    /**
     * Starts a box and returns the process id of its sentry once its first process runs.
     *
     * @throws IOException with runsc's own words if it does not start
     */
    long run(RuntimeId id, Path bundle, long patienceMillis) throws IOException {
        Path pidFile = bundle.resolve("pid");
        Path log = bundle.resolve("runsc.log");
        // Empty between two boots, so a tidying hand on the host can have removed it; then no box would ever boot
        // again.
        Files.createDirectories(launcherProcesses.getParent());
        // A session of its own: the box outlives this process and its terminal. Standard streams lead nowhere: the
        // guest
        // is the only one that writes there, and a flood costs nothing.
        var command = List.of(
                "/bin/sh",
                "-c",
                "echo 0 > \"$0\" && exec setsid --wait \"$@\"",
                launcherProcesses.toString(),
                binary.toString(),
                "--root=" + root,
                "--log=" + log,
                "--platform=systrap",
                "--network=sandbox",
                files.overlayFlag(),
                "--allow-suid",
                "run",
                "--detach",
                "--bundle=" + bundle,
                "--pid-file=" + pidFile,
                id.text());
        Process launcher = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!launcher.waitFor(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw new IOException("runsc run did not return within " + patienceMillis + " ms" + words(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while runsc started a box", e);
        } finally {
            launcher.destroyForcibly();
        }
        if (launcher.exitValue() != 0) {
            throw new IOException("runsc run failed with status " + launcher.exitValue() + words(log));
        }
        return Long.parseLong(Files.readString(pidFile).strip());
    }

    /** The sentry of a box, if it runs. */
    Optional<Long> sentry(RuntimeId id, Path bundle) throws IOException {
        Path pidFile = bundle.resolve("pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String text = Files.readString(pidFile).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long pid = Long.parseLong(text);
        List<String> commandLine = ProcessTable.commandLine(pid);
        return owner(commandLine).filter(id::equals).isPresent() && ProcessTable.isRunning(pid)
                ? Optional.of(pid)
                : Optional.empty();
    }

    /** Which box a process with that command line belongs to, if it is a process of this worker's boxes. */
    Optional<RuntimeId> owner(List<String> commandLine) {
        if (!commandLine.contains("--root=" + root)) {
            return Optional.empty();
        }
        return commandLine.stream()
                .filter(RuntimeId::isRuntimeId)
                .map(RuntimeId::new)
                .findFirst();
    }

    /** All processes of this worker's boxes and of runsc calls about them. */
    List<ProcessTable.Entry> processes() throws IOException {
        return ProcessTable.find(commandLine -> owner(commandLine).isPresent());
    }

    /** The files that runsc keeps about a box. */
    List<Path> stateFiles(RuntimeId id) throws IOException {
        return stateFiles("*" + id + "*");
    }

    /** The files that runsc keeps about any box. */
    List<Path> stateFiles() throws IOException {
        return stateFiles("*rt*.{lock,state,sock}");
    }

    /** Which box a file of runsc's is about. */
    Optional<RuntimeId> boxOf(Path stateFile) {
        Matcher matcher = ID_IN_NAME.matcher(stateFile.getFileName().toString());
        return matcher.find() && RuntimeId.isRuntimeId(matcher.group())
                ? Optional.of(new RuntimeId(matcher.group()))
                : Optional.empty();
    }

    private List<Path> stateFiles(String glob) throws IOException {
        var found = new ArrayList<Path>();
        if (Files.isDirectory(root)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, glob)) {
                entries.forEach(found::add);
            }
        }
        return found;
    }

    private static String words(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        List<String> lines = Files.readAllLines(log);
        return ": " + String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }
}
