package io.smartboxes.controlplane.worker;

import java.util.Locale;

/** What keeps a worker's sandboxes apart. */
public enum WorkerRuntime {
    GVISOR,
    /** Nothing does: fleets in tests. */
    SIMULATED;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static WorkerRuntime ofColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
