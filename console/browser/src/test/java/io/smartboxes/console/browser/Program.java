package io.smartboxes.console.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program that uses the client with a key, beside the browser. */
record Program(Path python, String key) {

    private static final String RUN =
            "import sys; from e2b import Sandbox; Sandbox.connect(sys.argv[1]).commands.run(sys.argv[2])";

    /** Runs a command in a sandbox, to its end. */
    void run(String sandbox, String command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(python.resolve("bin/python").toString(), "-c", RUN, sandbox, command)
                .redirectErrorStream(true);
        builder.environment().put("E2B_API_KEY", key);
        var process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("The command did not run: " + said);
        }
    }
}
