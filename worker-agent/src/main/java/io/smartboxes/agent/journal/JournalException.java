package io.smartboxes.agent.journal;

/** The journal cannot be opened, read or written. The agent must not go on without it. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
