package io.smartboxes.console.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A supervised part of the installation, by the name that its status shows. */
final class Part {

    private final Path folder;

    Part(Installation installation, String name) {
        folder = installation.state().resolve("service").resolve(name);
    }

    /** Killed, and not started again until it is let up. */
    void keepDown() throws IOException, InterruptedException {
        long process = process();
        run("sv", "down", folder.toString());
        run("kill", "-KILL", Long.toString(process));
        ProcessHandle.of(process).ifPresent(each -> each.onExit().join());
    }

    void letUp() throws IOException, InterruptedException {
        run("sv", "up", folder.toString());
    }

    /** It takes what comes and answers nothing until it is thawed. */
    void freeze() throws IOException, InterruptedException {
        run("kill", "-STOP", Long.toString(process()));
    }

    void thaw() throws IOException, InterruptedException {
        run("kill", "-CONT", Long.toString(process()));
    }

    private long process() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("supervise/pid")).strip());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + status);
        }
    }
}
