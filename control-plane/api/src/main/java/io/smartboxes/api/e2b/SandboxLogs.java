package io.smartboxes.api.e2b;

import java.time.Instant;
import java.util.List;

/**
 * Lines of a sandbox's log.
 *
 * @param logs each with a line that is JSON itself
 * @param logEntries the same in parts
 */
public record SandboxLogs(List<Line> logs, List<SandboxLogEntries.Entry> logEntries) {

    public SandboxLogs {
        logs = List.copyOf(logs);
        logEntries = List.copyOf(logEntries);
    }

    /** @param line a JSON object with level, logger, stream and message */
    public record Line(Instant timestamp, String line) {}
}
