package io.smartboxes.problem;

/** A refusal met on the way; ends the request, rolls back its transaction, and is answered as its type says. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final String detail;

    /**
     * @param detail what, where, which limit, what to do: for the caller's eyes
     */
    public ProblemException(ProblemType type, String detail) {
        super(type.slug() + ": " + detail);
        this.type = type;
        this.detail = detail;
    }

    /** The same, with the failure behind it, which is for the log only. */
    public ProblemException(ProblemType type, String detail, Throwable cause) {
        this(type, detail);
        initCause(cause);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return detail;
    }
}
