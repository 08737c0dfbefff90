package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;
import io.smartboxes.controlplane.worker.Offer;
import io.smartboxes.controlplane.worker.WorkerStream;

/** What comes of a Hello. */
sealed interface HelloOutcome {

    /**
     * The stream speaks for the worker from now on.
     *
     * @param acknowledgedReport the newest report that is in the database
     * @param newestReport the newest that the worker has: when it is in the database, what is missing is lost
     */
    record Opened(WorkerStream stream, Offer offer, long acknowledgedReport, long newestReport, Verdicts verdicts)
            implements HelloOutcome {}

    /** The worker may not connect, or not like this. */
    record Rejected(Status status) implements HelloOutcome {}
}
