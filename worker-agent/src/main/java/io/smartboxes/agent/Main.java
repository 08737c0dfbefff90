package io.smartboxes.agent;

import io.smartboxes.agent.journal.JournalException;
import io.smartboxes.agent.link.EnrolmentException;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker agent's process.
 *
 * <pre>
 *   run   --config FILE   supervises this host's sandboxes until it is told to end; the default
 *   sweep --config FILE   ends all of this worker's sandboxes and removes everything it made on the host
 * </pre>
 *
 * <p>On SIGTERM it ends at once and leaves its sandboxes running for the next agent.
 */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USAGE = "Usage: worker-agent [run|sweep] --config FILE";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        boolean named = !words.isEmpty() && !words.getFirst().startsWith("--");
        String verb = named ? words.getFirst() : "run";
        List<String> options = named ? words.subList(1, words.size()) : words;
        boolean known = verb.equals("run") || verb.equals("sweep");
        if (!known || options.size() != 2 || !options.getFirst().equals("--config")) {
            System.err.println(USAGE);
            System.exit(MISUSED);
        }
        try {
            AgentSettings settings = AgentSettings.read(Path.of(options.getLast()));
            if (verb.equals("run")) {
                run(settings);
            } else {
                Agent.sweep(settings, Runtimes.open(settings), Main::journalFailed);
            }
        } catch (SettingsException
                | EnrolmentException
                | JournalException
                | RuntimeFailureException
                | IllegalStateException
                | IOException expected) {
            // Each of these says what is wrong and what to do; where in the code it was found helps nobody.
            System.err.println("The worker agent cannot " + verb + ":\n" + expected.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(AgentSettings settings) throws IOException, InterruptedException {
        Agent agent = Agent.start(settings, Runtimes.open(settings), Main::journalFailed);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(agent), "end"));
        LOG.info(
                "event=ready installation={} worker={} gatewayPort={} sandboxes={} startMillis={}",
                settings.installation(),
                settings.workerName(),
                agent.gatewayPort(),
                agent.held().size(),
                ManagementFactory.getRuntimeMXBean().getUptime());
        // Everything happens on other threads, and a signal ends it.
        Thread.currentThread().join();
    }

    private static void end(Agent agent) {
        LOG.info("event=ending: sandboxes go on");
        try {
            agent.close();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("event=end-untidy message=\"{}\"", failure.getMessage());
        }
    }

    /** What cannot be remembered must not be done. The process supervisor starts the agent again. */
    private static void journalFailed(JournalException failure) {
        System.err.println(failure.getMessage());
        Runtime.getRuntime().halt(FAILED);
    }
}
