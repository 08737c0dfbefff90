package io.smartboxes.agent.supervisor;

import io.smartboxes.id.SandboxId;
import java.util.Map;

/**
 * A sandbox that the control plane wants to run here.
 *
 * @param epoch of the lease
 * @param templateBuild the build that the placement counted on
 * @param deadlineNanos when it must end, on the worker's monotonic clock
 * @param environment variables for every process in it; may hold secrets
 * @param accessToken what its guest will demand; a secret
 * @param holders who may enter it, each with a token of their own
 * @param requestId the API request that asked for it
 */
public record StartOrder(
        SandboxId id,
        long epoch,
        String tenantId,
        String template,
        String templateBuild,
        String templateId,
        long deadlineNanos,
        long deadlineRevision,
        Map<String, String> environment,
        String accessToken,
        TokenHolders holders,
        String requestId) {

    public StartOrder {
        environment = Map.copyOf(environment);
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "StartOrder[" + id + ", epoch " + epoch + ", " + template + "]";
    }
}
