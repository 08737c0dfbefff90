package io.smartboxes.console.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A shell in a folder where the client is installed as the console says. */
record Shell(Path python, Path folder) {

    private static final int PATIENCE_SECONDS = 90;

    /** What it printed; it is the test's failure if it did not end well. */
    String run(String pasted) throws IOException, InterruptedException {
        var environment = Files.createSymbolicLink(folder.resolve("smartboxes"), python);
        var output = folder.resolve("output");
        var process = new ProcessBuilder("bash", "-c", pasted)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("The snippet did not end: " + Files.readString(output));
        }
        Files.delete(environment);
        String printed = Files.readString(output);
        if (process.exitValue() != 0) {
            throw new AssertionError("The snippet ended with " + process.exitValue() + ": " + printed);
        }
        return printed;
    }
}
