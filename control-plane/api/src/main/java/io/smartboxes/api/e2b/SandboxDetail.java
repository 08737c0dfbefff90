package io.smartboxes.api.e2b;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A live sandbox with all that is known of it.
 *
 * @param startedAt when it was created
 * @param endAt when it will end by itself
 * @param memoryMB MiB, as everywhere in this API
 * @param diskSizeMB MiB
 * @param state running; paused does not exist yet
 * @param envdAccessToken what the guest demands in X-Access-Token; absent for those who may not open it, and for those who come when
 *     as many hold one as may
 * @param allowInternetAccess false: there is no way out of a sandbox yet
 */
public record SandboxDetail(
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
        String envdVersion,
        @Nullable String envdAccessToken,
        @Nullable String domain,
        boolean allowInternetAccess,
        Lifecycle lifecycle) {

    public SandboxDetail {
        metadata = Map.copyOf(metadata);
    }

    /** What happens at its end: always {@code kill} until pausing exists. */
    public record Lifecycle(boolean autoResume, String onTimeout) {}

    @Override
    public String toString() {
        return "SandboxDetail[" + sandboxID + "]";
    }
}
