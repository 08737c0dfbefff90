package io.smartboxes.agent.crash;

import io.smartboxes.agent.Agent;
import io.smartboxes.agent.AgentSettings;
import io.smartboxes.agent.testing.FileRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent's process with boxes of files, to be killed by a test. Arguments: settings file, directory of the boxes, a file that
 * holds up all boots as long as it is there. Ends with its parent, whose end of the standard input it waits for.
 */
final class MortalAgent {

    private MortalAgent() {}

    public static void main(String[] arguments) throws Exception {
        Path bootsHeldUp = Path.of(arguments[2]);
        var runtime = new FileRuntime(Path.of(arguments[1]));
        runtime.beforeBoot(id -> {
            while (Files.exists(bootsHeldUp)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        });
        Agent.start(
                AgentSettings.read(Path.of(arguments[0])),
                runtime,
                failure -> Runtime.getRuntime().halt(1));
        while (System.in.read() >= 0) {
            // Nothing is ever said, only the end of it.
        }
        Runtime.getRuntime().halt(0);
    }
}
