package io.smartboxes.controlplane.platform.persistence;

/** The database could not be reached, or went away in the middle of a transaction; it is worth trying again in a moment. */
public final class DatabaseAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    DatabaseAwayException(boolean outcomeUnknown, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether it went away during the commit, so that the work may have been done. Otherwise nothing was. */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }
}
