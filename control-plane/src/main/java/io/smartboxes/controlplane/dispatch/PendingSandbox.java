package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.placement.PlacementRequest;
import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox without a worker.
 *
 * @param startBy past it, it is given up
 * @param refusedBy workers that could not start it
 * @param retryAt when those may be asked again; null when none has refused
 * @param reason why it still waits, as last noted
 * @param message the same for people
 */
record PendingSandbox(
        SeenSandbox sandbox,
        String template,
        Capacity size,
        Instant startBy,
        Set<WorkerId> refusedBy,
        @Nullable Instant retryAt,
        @Nullable String reason,
        @Nullable String message) {

    PendingSandbox {
        refusedBy = Set.copyOf(refusedBy);
    }

    PlacementRequest request(Instant now) {
        boolean mayAskAgain = retryAt == null || !now.isBefore(retryAt);
        return new PlacementRequest(sandbox.id(), template, size, refusedBy, mayAskAgain);
    }
}
