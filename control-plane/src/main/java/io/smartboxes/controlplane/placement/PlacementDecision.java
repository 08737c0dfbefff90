package io.smartboxes.controlplane.placement;

import io.smartboxes.id.WorkerId;

/** Where a sandbox goes, or the one reason why it can go nowhere now. Any reason may be gone a moment later. */
public sealed interface PlacementDecision {

    /** This worker, with this build of the template. */
    record Placed(WorkerId worker, String build) implements PlacementDecision {}

    /** No worker is connected. */
    record NoWorker() implements PlacementDecision {}

    /** Workers are connected, and none has the template's image. */
    record NoImage() implements PlacementDecision {}

    /** Every worker that has the image is full or takes nothing new. */
    record NoCapacity() implements PlacementDecision {}

    /** Every worker with room for it has refused it. */
    record AllRefused() implements PlacementDecision {}
}
