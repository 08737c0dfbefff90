package io.smartboxes.controlplane.usage;

import java.util.Locale;

/** Why the ledger did not take what a worker said. */
enum AsideReason {
    /** There is no such sandbox. */
    UNKNOWN_SANDBOX,
    /** The sandbox is leased to another worker, or under another epoch. */
    NOT_ITS_LEASE,
    /** The sandbox has not started. */
    NEVER_STARTED,
    /** No stretch of time: backwards, empty, longer than an hour, or without a number. */
    NO_STRETCH,
    /** It ends later than now. */
    IN_THE_FUTURE,
    /** It ends after the sandbox did. */
    AFTER_THE_END,
    /** It lies over another stretch, or out of order. */
    OVERLAPS,
    /** More than the sandbox was promised, or than any host has. */
    MORE_THAN_ALLOCATED,
    /** The ledger has a stretch with this number that says something else. */
    CONTRADICTS;

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
