package io.smartboxes.problem;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal met on the way; ends the request, rolls back its transaction, and is answered as its type says. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final String detail;
    private final transient @Nullable LimitReached limit;
    private final @Nullable Duration retryAfter;

    /**
     * @param detail what, where, which limit, what to do: for the caller's eyes
     */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, null, null);
    }

    private ProblemException(
            ProblemType type, String detail, @Nullable LimitReached limit, @Nullable Duration retryAfter) {
        super(type.slug() + ": " + detail);
        this.type = type;
        this.detail = detail;
        this.limit = limit;
        this.retryAfter = retryAfter;
    }

    /**
     * A refusal because of a limit.
     *
     * @param retryAfter when it may be worth another try; null when it never is
     */
    public static ProblemException limit(
            ProblemType type, String detail, LimitReached limit, @Nullable Duration retryAfter) {
        return new ProblemException(type, detail, limit, retryAfter);
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

    /** The limit that the request met, if it was one. */
    public Optional<LimitReached> limit() {
        return Optional.ofNullable(limit);
    }

    /** When it may be worth another try, if that is known better than by the type alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
