package io.smartboxes.controlplane.placement;

import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.controlplane.worker.Worker;

/**
 * A worker and what is leased to it.
 *
 * @param leased the sum over its live leases in the database, which is what counts, not what the worker says is used
 * @param warm sandboxes it could hand out at once, less those leased since it said so
 */
public record Candidate(Worker worker, Capacity leased, int warm) {

    /** The same worker after one more lease. */
    public Candidate with(Capacity more) {
        return new Candidate(worker, leased.plus(more), Math.max(0, warm - 1));
    }
}
