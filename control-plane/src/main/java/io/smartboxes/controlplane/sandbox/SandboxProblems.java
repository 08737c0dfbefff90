package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.platform.persistence.DatabaseAwayException;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** The refusals of the sandbox API, each said in one place. */
public final class SandboxProblems {

    private static final int ID_SHOWN_MAX = 100;

    private SandboxProblems() {}

    /** E2B's words, for what never existed, has ended, and is another tenant's alike. */
    public static ProblemException sandboxNotFound(String id) {
        String shown = id.length() <= ID_SHOWN_MAX ? id : id.substring(0, ID_SHOWN_MAX) + "...";
        return new ProblemException(
                ProblemType.NOT_FOUND, "Sandbox \"" + shown + "\" doesn't exist or you don't have access to it");
    }

    static ProblemException templateNotFound(String reference) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "Template \"" + reference + "\" doesn't exist or you don't have access to it");
    }

    static ProblemException idempotencyMismatch() {
        return new ProblemException(
                ProblemType.IDEMPOTENCY_REQUEST_MISMATCH,
                "This Idempotency-Key was sent before with another request. Send a new key with each new request.");
    }

    static ProblemException idempotencyInProgress() {
        return new ProblemException(
                ProblemType.IDEMPOTENCY_IN_PROGRESS,
                "A request with this Idempotency-Key is still running. Send it again in a moment.");
    }

    static ProblemException keyLimitReached(int max) {
        return new ProblemException(
                ProblemType.API_KEY_LIMIT_REACHED,
                "This API key may have " + max
                        + " sandboxes running at once (its sandboxesMax), and has. End one of them,"
                        + " or use another key.");
    }

    static ProblemException tooManyHolders(String id, int max) {
        return new ProblemException(
                ProblemType.LIMIT_REACHED,
                "Tokens of sandbox \"" + id + "\" were handed to " + max
                        + " API keys and sign-ins, which is the most. Open it with one of those, or make another sandbox.");
    }

    static ProblemException workerUnheard(String id) {
        return new ProblemException(
                ProblemType.WORKER_UNHEARD,
                "The worker of sandbox \"" + id
                        + "\" has not confirmed the new end yet. The sandbox goes on; try again in a moment.");
    }

    /** Another end may have been saved or not, and asking for it twice does no harm. */
    static ProblemException endNotSaved(DatabaseAwayException away) {
        return new ProblemException(
                ProblemType.SERVICE_UNAVAILABLE,
                "The database cannot be reached, so it is not sure when the sandbox will end. Try again in a moment.",
                away);
    }

    /** Nothing was made, or what was made is taken back. */
    static ProblemException createNotSaved(DatabaseAwayException away) {
        return new ProblemException(
                ProblemType.SERVICE_UNAVAILABLE,
                "The database cannot be reached, so no sandbox is left behind. Try again in a moment.",
                away);
    }

    /** It runs, is perhaps marked as its caller's, and only this replica knows that it has to take it back. */
    static ProblemException createOutcomeUnknown(DatabaseAwayException away) {
        return new ProblemException(
                ProblemType.IDEMPOTENCY_OUTCOME_UNKNOWN,
                "The database went away while the sandbox was handed over. List your sandboxes before trying again.",
                away);
    }

    static ProblemException callerGone() {
        return new ProblemException(ProblemType.REQUEST_TIMEOUT, "The caller went away.");
    }

    /** Nothing was made, and this is why. */
    static ProblemException notStarted(@Nullable String reason, @Nullable String message) {
        var cause =
                reason == null ? EndCause.START_TIMEOUT : EndCause.of(reason).orElse(EndCause.START_FAILED);
        var type = switch (cause) {
            case PLACEMENT_CAPACITY -> ProblemType.SANDBOX_CAPACITY_UNAVAILABLE;
            case PLACEMENT_TEMPLATE -> ProblemType.SANDBOX_NO_COMPATIBLE_NODE;
            case START_TIMEOUT -> ProblemType.SANDBOX_PLACEMENT_TIMEOUT;
            default -> ProblemType.SANDBOX_CREATE_FAILED;
        };
        String why = message == null ? "" : " " + message;
        return new ProblemException(type, type.title() + ", and nothing was made." + why + " Try again in a moment.");
    }
}
