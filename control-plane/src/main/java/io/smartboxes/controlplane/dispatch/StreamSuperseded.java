package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.worker.WorkerStream;

/** A newer stream speaks for the worker: what this one wanted to write is rolled back. */
final class StreamSuperseded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StreamSuperseded(WorkerStream stream) {
        super("stream " + stream + " was superseded");
    }
}
