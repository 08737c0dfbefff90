package io.smartboxes.controlplane.usage;

/** What came into the ledger and what did not, since this replica started. */
public enum UsageCounter {
    /** Stretches that the ledger took. */
    STRETCHES_RECORDED,
    /** Stretches that it had, said again. */
    STRETCHES_REPEATED,
    /** Stretches that could not be true, and were put aside. */
    STRETCHES_ASIDE
}
