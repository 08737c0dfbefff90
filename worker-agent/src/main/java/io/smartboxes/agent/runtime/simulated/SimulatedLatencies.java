package io.smartboxes.agent.runtime.simulated;

import java.time.Duration;

/** How long the simulation takes for what costs a real runtime time. */
public record SimulatedLatencies(Duration boot, Duration assign, Duration destroy) {

    /** Everything at once. */
    public static final SimulatedLatencies NONE = new SimulatedLatencies(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** As measured with gVisor on two idle cores. */
    public static final SimulatedLatencies LIKE_GVISOR =
            new SimulatedLatencies(Duration.ofMillis(85), Duration.ofMillis(5), Duration.ofMillis(20));
}
