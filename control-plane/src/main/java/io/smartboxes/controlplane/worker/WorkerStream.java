package io.smartboxes.controlplane.worker;

import io.smartboxes.id.WorkerId;

/**
 * One connection of a worker. Its number is the fence of all it writes: a newer stream has a higher one, and from then on the
 * older one's writes touch nothing.
 */
public record WorkerStream(WorkerId worker, long number) {

    @Override
    public String toString() {
        return worker + "#" + number;
    }
}
