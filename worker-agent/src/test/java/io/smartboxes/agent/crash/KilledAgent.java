package io.smartboxes.agent.crash;

import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.failpoint.Failpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs agents one after the other, as a process supervisor does; at each of some steps one of them dies. */
final class KilledAgent implements AutoCloseable {

    private final Path log;
    private final Path failpoints;
    private final ProcessBuilder builder;
    private final List<Integer> exits = new ArrayList<>();
    private Process process;
    private boolean closed;

    KilledAgent(List<AgentStep> steps, Path directory, List<String> arguments) throws IOException {
        log = directory.resolve("agent.log");
        failpoints = Files.createDirectories(directory.resolve("failpoints"));
        for (AgentStep step : steps) {
            Files.createFile(failpoints.resolve(step.id()));
        }
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                MortalAgent.class.getName()));
        command.addAll(arguments);
        builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(Failpoints.DIRECTORY_VARIABLE, failpoints.toString());
        start();
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
        var unused = process.onExit().thenAccept(ended -> {
            synchronized (this) {
                exits.add(ended.exitValue());
            }
            start();
        });
    }

    /** Exit codes of those that ended so far. */
    synchronized List<Integer> exits() {
        return List.copyOf(exits);
    }

    /** The steps at which nobody has died yet. */
    List<String> unreached() throws IOException {
        try (Stream<Path> files = Files.list(failpoints)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** What all of them wrote. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    @Override
    public void close() throws Exception {
        Process last;
        synchronized (this) {
            closed = true;
            last = process;
        }
        last.destroyForcibly().waitFor();
    }
}
