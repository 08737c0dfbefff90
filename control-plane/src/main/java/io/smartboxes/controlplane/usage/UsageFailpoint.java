package io.smartboxes.controlplane.usage;

import io.smartboxes.failpoint.Failpoint;

/** The steps from a worker's word to a figure. */
public enum UsageFailpoint implements Failpoint {
    /** Stretches are in the ledger's transaction, uncommitted. */
    LEDGER_BEFORE_COMMIT("usage.ledger.before-commit"),
    /** Stretches are in the ledger, their worker has not heard so. */
    LEDGER_AFTER_COMMIT("usage.ledger.after-commit"),
    /** Rows are summed up and the cursor is moved, uncommitted. */
    ROLL_UP_BEFORE_COMMIT("usage.roll-up.before-commit"),
    /** Rows are summed up. */
    ROLL_UP_AFTER_COMMIT("usage.roll-up.after-commit");

    private final String id;

    UsageFailpoint(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
