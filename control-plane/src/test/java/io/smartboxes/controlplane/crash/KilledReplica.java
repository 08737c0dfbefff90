package io.smartboxes.controlplane.crash;

import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.failpoint.Failpoint;
import io.smartboxes.failpoint.Failpoints;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** Runs a replica, and the next one whenever it has died, as a process supervisor does. It dies where it is told to. */
final class KilledReplica implements AutoCloseable {

    /** Characters: of the last death and what led to it. */
    private static final int LOG_SHOWN = 6_000;

    private final Path directory;
    private final Path failpoints;
    private final int port = freePort();
    private final int linkPort = freePort();
    private final ProcessBuilder builder;
    private final List<Integer> exits = new ArrayList<>();
    private Process process;
    private long lastExit;
    private boolean closed;

    KilledReplica(List<String> command, Path directory, TestDatabase database, Map<String, String> more)
            throws IOException {
        this.directory = directory;
        failpoints = Files.createDirectories(directory.resolve("failpoints"));
        builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()));
        builder.environment().put(Failpoints.DIRECTORY_VARIABLE, failpoints.toString());
        builder.environment()
                .put("MICRONAUT_CONFIG_FILES", settings(database, more).toString());
        // It must not outlive the tests, whatever ends them.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> last(Process::destroyForcibly)));
        start();
    }

    private Path settings(TestDatabase database, Map<String, String> more) throws IOException {
        var settings = new Properties();
        settings.putAll(database.settings());
        settings.put("micronaut.server.port", Integer.toString(port));
        settings.put("smartboxes.link.port", Integer.toString(linkPort));
        settings.put("smartboxes.crypto.master-key", TestReplica.MASTER_KEY);
        settings.put("smartboxes.bootstrap.directory", directory.toString());
        settings.putAll(more);
        Path file = directory.resolve("control-plane.properties");
        try (var out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        return file;
    }

    private synchronized void start() {
        if (closed) {
            return;
        }
        try {
            process = builder.start();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        var unused = process.onExit().thenAccept(this::ended);
    }

    private synchronized void ended(Process dead) {
        exits.add(dead.exitValue());
        lastExit = System.nanoTime();
        start();
    }

    /** The next time it comes to this step, it dies there. */
    void dieAt(Failpoint step) {
        try {
            Files.createFile(failpoints.resolve(step.id()));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Whether it is not waited for at this step, not yet or not any more. */
    boolean isPast(Failpoint step) {
        return !Files.exists(failpoints.resolve(step.id()));
    }

    /** Nobody dies at this step. */
    void spareAt(Failpoint step) throws IOException {
        Files.deleteIfExists(failpoints.resolve(step.id()));
    }

    int port() {
        return port;
    }

    int linkPort() {
        return linkPort;
    }

    /** Exit codes of those that ended so far. */
    synchronized List<Integer> exits() {
        return List.copyOf(exits);
    }

    synchronized Duration sinceLastExit() {
        return Duration.ofNanos(System.nanoTime() - lastExit);
    }

    /** The last of what they wrote. */
    String log() {
        try {
            String all = Files.readString(directory.resolve("log"));
            return all.substring(Math.max(0, all.length() - LOG_SHOWN));
        } catch (IOException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    /** Its successors must be found where it was. */
    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Asks it to end, and waits until it has. */
    void end() throws InterruptedException {
        int unused = last(Process::destroy).waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        int unused = last(Process::destroyForcibly).waitFor();
    }

    private synchronized Process last(Consumer<Process> ending) {
        closed = true;
        ending.accept(process);
        return process;
    }
}
