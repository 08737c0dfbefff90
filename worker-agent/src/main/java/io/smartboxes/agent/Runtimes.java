package io.smartboxes.agent;

import io.smartboxes.agent.isolation.HostLabel;
import io.smartboxes.agent.runtime.SandboxRuntime;
import io.smartboxes.agent.runtime.gvisor.GvisorRuntime;
import io.smartboxes.agent.runtime.gvisor.GvisorSettings;
import io.smartboxes.agent.runtime.simulated.SimulatedFaults;
import io.smartboxes.agent.runtime.simulated.SimulatedHost;
import io.smartboxes.agent.runtime.simulated.SimulatedLatencies;
import io.smartboxes.agent.runtime.simulated.SimulatedRuntime;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Opens the runtime that the settings name, and never another one in its place. */
final class Runtimes {

    private Runtimes() {}

    static SandboxRuntime open(AgentSettings settings) {
        return switch (settings.runtime()) {
            case GVISOR ->
                GvisorRuntime.start(
                        GvisorSettings.of(
                                new HostLabel(settings.installation(), settings.workerName()),
                                settings.stateDirectory().resolve("gvisor"),
                                settings.artifactsDirectory().resolve("runsc")),
                        InstantSource.system(),
                        new SecureRandom());
            case SIMULATED ->
                new SimulatedRuntime(new SimulatedHost(), SimulatedLatencies.LIKE_GVISOR, SimulatedFaults.NONE);
        };
    }
}
