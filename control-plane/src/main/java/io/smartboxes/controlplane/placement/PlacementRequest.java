package io.smartboxes.controlplane.placement;

import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.WorkerId;
import java.util.Set;

/**
 * What is to be placed.
 *
 * @param refusedBy workers that could not start it
 * @param mayAskAgain whether enough time has passed to ask those again when no other is left
 */
public record PlacementRequest(
        SandboxId sandbox, String template, Capacity size, Set<WorkerId> refusedBy, boolean mayAskAgain) {

    public PlacementRequest {
        refusedBy = Set.copyOf(refusedBy);
    }
}
