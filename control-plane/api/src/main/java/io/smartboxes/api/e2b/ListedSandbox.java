package io.smartboxes.api.e2b;

import java.time.Instant;
import java.util.Map;

/**
 * A live sandbox in a list.
 *
 * @param startedAt when it was created
 * @param endAt when it will end by itself
 * @param memoryMB MiB, as everywhere in this API
 * @param diskSizeMB MiB
 * @param state running; paused does not exist yet
 */
public record ListedSandbox(
        String templateID,
        String sandboxID,
        String clientID,
        String alias,
        Instant startedAt,
        Instant endAt,
        int cpuCount,
        long memoryMB,
        long diskSizeMB,
        Map<String, String> metadata,
        String state,
        String envdVersion) {

    public ListedSandbox {
        metadata = Map.copyOf(metadata);
    }
}
