package io.smartboxes.controlplane.dispatch;

import io.smartboxes.failpoint.Failpoint;

/** The steps of create, kill and re-adopt that dispatch takes, each named for what has just, or not yet, become durable or sent. */
public enum DispatchFailpoint implements Failpoint {
    LEASE_BEFORE_COMMIT("dispatch.lease.before-commit"),
    LEASE_AFTER_COMMIT("dispatch.lease.after-commit"),
    /** Nobody had room for it in time, or its end was wanted before: it ends without a lease. */
    UNLEASED_END_BEFORE_COMMIT("dispatch.unleased-end.before-commit"),
    UNLEASED_END_AFTER_COMMIT("dispatch.unleased-end.after-commit"),
    /** Its worker did not start it in time: its end is wanted. */
    START_EXPIRED_AFTER_COMMIT("dispatch.start-expired.after-commit"),
    START_BEFORE_SEND("dispatch.start.before-send"),
    START_AFTER_SEND("dispatch.start.after-send"),
    STARTED_BEFORE_COMMIT("dispatch.started.before-commit"),
    STARTED_AFTER_COMMIT("dispatch.started.after-commit"),
    START_FAILED_BEFORE_COMMIT("dispatch.start-failed.before-commit"),
    START_FAILED_AFTER_COMMIT("dispatch.start-failed.after-commit"),
    DEADLINE_BEFORE_SEND("dispatch.deadline.before-send"),
    DEADLINE_AFTER_SEND("dispatch.deadline.after-send"),
    DEADLINE_SET_BEFORE_COMMIT("dispatch.deadline-set.before-commit"),
    DEADLINE_SET_AFTER_COMMIT("dispatch.deadline-set.after-commit"),
    STOP_BEFORE_SEND("dispatch.stop.before-send"),
    STOP_AFTER_SEND("dispatch.stop.after-send"),
    ENDED_BEFORE_COMMIT("dispatch.ended.before-commit"),
    ENDED_AFTER_COMMIT("dispatch.ended.after-commit"),
    HELLO_BEFORE_COMMIT("dispatch.hello.before-commit"),
    HELLO_AFTER_COMMIT("dispatch.hello.after-commit"),
    WELCOME_AFTER_SEND("dispatch.welcome.after-send"),
    LOST_BEFORE_COMMIT("dispatch.lost.before-commit"),
    LOST_AFTER_COMMIT("dispatch.lost.after-commit");

    private final String id;

    DispatchFailpoint(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
