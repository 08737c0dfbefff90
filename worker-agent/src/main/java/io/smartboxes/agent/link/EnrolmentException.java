package io.smartboxes.agent.link;

/** The worker cannot get or read its identity; the message says what to do. */
public final class EnrolmentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EnrolmentException(String message) {
        super(message);
    }

    public EnrolmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
