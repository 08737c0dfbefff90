package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of the host's own tools to its end, with bounded time and output. */
public final class HostCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OUTPUT_BYTES_MAX = 4 << 20;

    private HostCommand() {}

    /** How a command ended: its exit status and what it wrote to either stream. */
    public record Outcome(int status, String output) {

        /** Whether it exited with 0. */
        public boolean succeeded() {
            return status == 0;
        }
    }

    /**
     * Runs a command and gives its output.
     *
     * @throws IOException if it cannot be started, does not end within 20 s or fails; the message holds its output
     */
    public static String run(List<String> command, String input) throws IOException {
        Outcome outcome = attempt(command, input);
        if (!outcome.succeeded()) {
            throw new IOException(String.join(" ", command) + " failed with status " + outcome.status() + ": "
                    + outcome.output().strip());
        }
        return outcome.output();
    }

    /** As {@link #run}, for commands without input. */
    public static String run(String... command) throws IOException {
        return run(List.of(command), "");
    }

    /**
     * Runs a command whose failure is an answer.
     *
     * @throws IOException if it cannot be started or does not end within 20 s
     */
    public static Outcome attempt(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A command that ends without reading its input says why on its output.
        }
        try (InputStream stdout = process.getInputStream()) {
            String output = new String(stdout.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + " did not end within " + PATIENCE.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + String.join(" ", command), e);
        } finally {
            process.destroyForcibly();
        }
    }
}
