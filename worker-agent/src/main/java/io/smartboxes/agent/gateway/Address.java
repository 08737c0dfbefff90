package io.smartboxes.agent.gateway;

/** Whom a request is for, as far as the request itself says. */
sealed interface Address {

    /**
     * A port of a sandbox.
     *
     * @param sandboxId lower-case letters and digits; not necessarily an id that was ever given out
     * @param port 1 to 65535
     * @param target in origin form
     */
    record Sandbox(String sandboxId, int port, String target) implements Address {}

    /** A file URL that names no sandbox, only a signature one of them made. */
    record Signed(SignedFile file, String target) implements Address {}

    /** A terminal of a sandbox. */
    record Terminal(String sandboxId, String target) implements Address {}

    /** The gateway itself: is it well? */
    record OwnHealth() implements Address {}

    /** Nobody, or nobody for certain. */
    record Bad(Refusal refusal) implements Address {}
}
