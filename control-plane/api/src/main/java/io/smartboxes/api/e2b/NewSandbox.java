package io.smartboxes.api.e2b;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a sandbox. Every field but the template may be left out.
 *
 * @param templateID a template's name, optionally with {@code :default}, or its id
 * @param timeout seconds until it ends by itself
 * @param metadata the caller's own labels; lists can be filtered by them
 * @param envVars environment of every process in the sandbox
 * @param secure ignored: access always needs the sandbox's token
 * @param allowInternetAccess accepted for older clients; there is no way out of a sandbox yet
 * @param autoPause true is refused: pausing does not exist yet
 * @param network refused unless empty: network rules do not exist yet
 * @param mcp refused: the MCP gateway does not exist yet
 * @param iam refused: workload identity does not exist yet
 * @param volumeMounts refused unless empty: volumes do not exist yet
 */
public record NewSandbox(
        @Nullable String templateID,
        @Nullable Long timeout,
        @Nullable Map<String, String> metadata,
        @Nullable Map<String, String> envVars,
        @Nullable Boolean secure,
        @JsonProperty("allow_internet_access") @Nullable Boolean allowInternetAccess,
        @Nullable Boolean autoPause,
        @Nullable Boolean autoPauseMemory,
        @Nullable AutoResume autoResume,
        @Nullable Map<String, Object> network,
        @Nullable Map<String, Object> mcp,
        @Nullable Map<String, Object> iam,
        @Nullable List<Map<String, Object>> volumeMounts) {

    /** Whether traffic would wake it after a pause. */
    public record AutoResume(@Nullable Boolean enabled) {}

    /** Hides the environment, which may hold the caller's secrets. */
    @Override
    public String toString() {
        return "NewSandbox[" + templateID + "]";
    }
}
