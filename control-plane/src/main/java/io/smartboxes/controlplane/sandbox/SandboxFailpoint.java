package io.smartboxes.controlplane.sandbox;

import io.smartboxes.failpoint.Failpoint;

/** The steps of create, kill and deadline changes in the API at which a test may end the process. */
public enum SandboxFailpoint implements Failpoint {
    /** The row is written and not yet committed. */
    CREATE_BEFORE_COMMIT("sandbox.create.before-commit"),
    /** An Idempotency-Key is taken from an attempt that failed and given to the next, not yet committed. */
    CREATE_KEY_BEFORE_COMMIT("sandbox.create.key-before-commit"),
    /** The row is there, nobody was nudged. */
    CREATE_COMMITTED("sandbox.create.committed"),
    /** Something was seen of it; whether its caller is to be told is not yet decided. */
    CREATE_BEFORE_CLAIM("sandbox.create.before-claim"),
    /** It is the caller's, who has not heard of it yet. */
    CREATE_CLAIMED("sandbox.create.claimed"),
    /** It did not start in time and is not wanted any more; its caller has not heard of that yet. */
    CREATE_GIVEN_UP("sandbox.create.given-up"),
    /** Its caller hung up, so its end is wanted; nobody was nudged. */
    CREATE_WITHDRAWN("sandbox.create.withdrawn"),
    /** Its replica died before anybody was told, so its end is wanted; nobody was nudged. */
    CREATE_ABANDONED("sandbox.create.abandoned"),
    /** Its end is written and not yet committed. */
    KILL_BEFORE_COMMIT("sandbox.kill.before-commit"),
    /** Its end is wanted, nobody was nudged. */
    KILL_COMMITTED("sandbox.kill.committed"),
    /** A new deadline is written and not yet committed. */
    DEADLINE_BEFORE_COMMIT("sandbox.deadline.before-commit"),
    /** A new deadline is wanted, nobody was nudged. */
    DEADLINE_COMMITTED("sandbox.deadline.committed");

    private final String id;

    SandboxFailpoint(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
