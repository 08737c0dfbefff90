package io.smartboxes.agent;

import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.simulated.SimulatedFaults;
import io.smartboxes.agent.runtime.simulated.SimulatedHost;
import io.smartboxes.agent.runtime.simulated.SimulatedLatencies;
import io.smartboxes.agent.runtime.simulated.SimulatedRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many workers in one process, each with its own name, journal, certificate, link and gateway, and none with isolation: for load
 * tests of the control plane and for trying it at scale.
 *
 * <pre>
 *   Fleet FILE WORKERS
 * </pre>
 *
 * <p>The file holds the settings of one worker; each of them gets {@code w1}, {@code w2}, ... as {@code worker.name}, the same
 * name below {@code state.directory} and {@code enrolment.token-file}, which here is a directory, and free ports.
 */
public final class Fleet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private final List<Agent> agents = new CopyOnWriteArrayList<>();

    private Fleet() {}

    /**
     * Starts workers, one after the other; each has been accepted by the control plane's enrolment when this returns.
     *
     * @param common settings that all share
     */
    public static Fleet start(Map<String, String> common, int workers, SimulatedLatencies latencies)
            throws IOException, InterruptedException {
        var fleet = new Fleet();
        for (int number = 1; number <= workers; number++) {
            SandboxRuntime runtime = new SimulatedRuntime(new SimulatedHost(), latencies, SimulatedFaults.NONE);
            fleet.agents.add(Agent.start(settings(common, "w" + number), runtime, failure -> {
                throw failure;
            }));
        }
        return fleet;
    }

    static AgentSettings settings(Map<String, String> common, String name) {
        var settings = new HashMap<>(common);
        settings.put("worker.name", name);
        settings.computeIfPresent(
                "state.directory", (key, folder) -> Path.of(folder, name).toString());
        settings.computeIfPresent(
                "enrolment.token-file", (key, folder) -> Path.of(folder, name).toString());
        settings.put("runtime", "simulated");
        settings.put("gateway.port", "0");
        settings.put("peer.port", "0");
        return AgentSettings.read(settings);
    }

    /** How many sandboxes all workers hold together. */
    public int held() {
        return agents.stream().mapToInt(agent -> agent.held().size()).sum();
    }

    @Override
    public void close() throws IOException {
        for (Agent agent : agents) {
            agent.close();
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2) {
            System.err.println("Usage: Fleet FILE WORKERS");
            System.exit(2);
        }
        try {
            var unused = start(
                    AgentSettings.properties(Path.of(arguments[0])),
                    Integer.parseInt(arguments[1]),
                    SimulatedLatencies.LIKE_GVISOR);
            LOG.info("event=fleet-ready workers={}", arguments[1]);
            // The workers' own threads keep the process alive; its death is theirs.
        } catch (SettingsException | NumberFormatException wrong) {
            System.err.println("The fleet cannot start:\n" + wrong.getMessage());
            System.exit(1);
        }
    }
}
