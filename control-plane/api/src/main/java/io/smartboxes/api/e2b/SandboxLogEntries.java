package io.smartboxes.api.e2b;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Lines of a sandbox's log, in parts. */
public record SandboxLogEntries(List<Entry> logs) {

    public SandboxLogEntries {
        logs = List.copyOf(logs);
    }

    /**
     * One line.
     *
     * @param level info, warn or error
     * @param fields logger, stream and pid
     */
    public record Entry(Instant timestamp, String level, String message, Map<String, String> fields) {

        public Entry {
            fields = Map.copyOf(fields);
        }
    }
}
