package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.http.Cursor;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sandboxes a list shows.
 *
 * @param running false when only states were asked for that do not exist yet
 * @param metadata pairs that each of them has
 * @param template a template's name or id
 * @param startedAfter or exactly then
 * @param ascending oldest first
 * @param after where the page before ended
 */
record SandboxQuery(
        boolean running,
        Map<String, String> metadata,
        @Nullable String template,
        @Nullable Instant startedAfter,
        boolean ascending,
        @Nullable Cursor after,
        int limit) {

    SandboxQuery {
        metadata = Map.copyOf(metadata);
    }
}
