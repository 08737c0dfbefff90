package io.smartboxes.controlplane.dispatch;

import io.grpc.Status;

/** The conversation with a worker is over; the status is what the worker is told, if it still listens. */
final class StreamEnded extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Status status;

    StreamEnded(Status status) {
        super(status.getCode() + ": " + status.getDescription(), null, false, false);
        this.status = status;
    }

    Status status() {
        return status;
    }
}
