package io.smartboxes.controlplane.log;

import io.smartboxes.workerlink.LogPage;

/** What came of a question. */
sealed interface LogOutcome {

    /** The worker's answer, with lines or without. */
    record Page(LogPage page) implements LogOutcome {}

    /** It has not run anywhere yet. */
    record NotYet() implements LogOutcome {}

    /** Its worker keeps it no longer. */
    record Expired() implements LogOutcome {}
}
