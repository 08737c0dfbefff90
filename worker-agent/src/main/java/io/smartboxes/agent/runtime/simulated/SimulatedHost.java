package io.smartboxes.agent.runtime.simulated;

import io.smartboxes.agent.runtime.RuntimeId;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The machine that simulated boxes live on. It outlives the runtime that booted them, as a real host outlives its agent: give
 * the same one to a second runtime to simulate a restart.
 */
public final class SimulatedHost {

    private final Map<RuntimeId, SimulatedBox> boxes = new ConcurrentHashMap<>();

    /** The ids of all boxes that live or have left remains. */
    public Set<RuntimeId> boxes() {
        return new TreeSet<>(boxes.keySet());
    }

    Map<RuntimeId, SimulatedBox> table() {
        return boxes;
    }
}
