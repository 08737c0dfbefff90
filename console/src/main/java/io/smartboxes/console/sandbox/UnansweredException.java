package io.smartboxes.console.sandbox;

import io.smartboxes.console.client.Reply;

/** A part of a list was asked for and did not come. */
final class UnansweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnansweredException(Reply<?> reply) {
        super(reply.complaint());
    }
}
