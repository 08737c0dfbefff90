package io.smartboxes.controlplane.worker;

import io.smartboxes.failpoint.Failpoint;

/** Steps of enrolment. */
public enum WorkerFailpoint implements Failpoint {
    ENROL_BEFORE_COMMIT("worker.enrol.before-commit"),
    ENROL_AFTER_COMMIT("worker.enrol.after-commit");

    private final String id;

    WorkerFailpoint(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
