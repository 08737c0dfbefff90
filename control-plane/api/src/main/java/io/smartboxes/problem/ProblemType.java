package io.smartboxes.problem;

import java.util.Locale;

/**
 * Every kind of refusal, with its HTTP status and whether the same request may succeed if it is sent again.
 *
 * <p>Retry means three things to clients, so each type says one of them: see {@link Retry}. The slugs are public and never
 * change; those that start with {@code sandbox} or {@code idempotency} are E2B's error codes.
 */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid", Retry.UNSAID),
    /** No plan grows by waiting: smaller, shorter, or another plan. */
    OVER_PLAN_LIMIT(400, "The plan does not allow a sandbox like this", Retry.UNSAID),
    NOT_SUPPORTED(400, "This installation cannot do that yet", Retry.UNSAID),
    /** A person who belongs to several tenants did not say which one this is about. */
    TENANT_REQUIRED(400, "The request must name a tenant", Retry.UNSAID),
    UNAUTHENTICATED(401, "The request carries no valid credential", Retry.UNSAID),
    API_KEY_EXPIRED(401, "This API key has expired", Retry.UNSAID),
    SESSION_ENDED(401, "This sign-in has ended", Retry.UNSAID),
    VERIFICATION_REQUIRED(403, "The e-mail address is not verified yet", Retry.UNSAID),
    /** Staff alone are asked for one. */
    SECOND_FACTOR_REQUIRED(403, "The sign-in was made without a second factor", Retry.UNSAID),
    ROLE_FORBIDS(403, "The caller's role does not permit this", Retry.UNSAID),
    SCOPE_MISSING(403, "The API key is narrowed to other things", Retry.UNSAID),
    ADDRESS_NOT_ALLOWED(403, "The API key is not valid from this address", Retry.UNSAID),
    /** An API key stands for a tenant; this is about a person. */
    USER_REQUIRED(403, "This is for people who signed in", Retry.UNSAID),
    INVITATION_FOR_OTHER_ADDRESS(403, "The invitation is for another mail address", Retry.UNSAID),
    TENANT_SUSPENDED(403, "The tenant is suspended", Retry.UNSAID),
    TENANT_CLOSING(403, "The tenant is being deleted", Retry.UNSAID),
    NOT_FOUND(404, "There is nothing at this address", Retry.UNSAID),
    METHOD_NOT_ALLOWED(405, "This address does not take this method", Retry.UNSAID),
    NOT_ACCEPTABLE(406, "No representation that the caller accepts", Retry.UNSAID),
    REQUEST_TIMEOUT(408, "The request did not arrive in time", Retry.UNSAID),
    CONFLICT(409, "The request does not fit the present state", Retry.UNSAID),
    /** Whoever runs the installation named no mail server. */
    MAIL_NOT_SET_UP(409, "This installation cannot send mail", Retry.UNSAID),
    LAST_OWNER(409, "A tenant needs an owner", Retry.UNSAID),
    IDEMPOTENCY_IN_PROGRESS(409, "A request with this Idempotency-Key is still running", Retry.YES),
    BODY_TOO_LARGE(413, "The request body is too large", Retry.UNSAID),
    UNSUPPORTED_MEDIA_TYPE(415, "The request body is not JSON", Retry.UNSAID),
    IDEMPOTENCY_REQUEST_MISMATCH(422, "This Idempotency-Key belongs to another request", Retry.UNSAID),
    LIMIT_REACHED(409, "A limit is reached", Retry.UNSAID),
    /** Permanent as far as the client can know: what runs goes on until somebody ends it. */
    API_KEY_LIMIT_REACHED(429, "The API key has as many sandboxes running as it may", Retry.NO),
    TENANT_THROTTLED(429, "The tenant is throttled", Retry.YES),
    STREAM_LIMIT_REACHED(429, "Too many event streams are open", Retry.YES),
    /** Until something ends there is no room: a client that tried again by itself would only wait longer for the same. */
    QUOTA_EXCEEDED(429, "The tenant uses all that its plan allows", Retry.NO),
    RATE_LIMITED(429, "Requests come too fast", Retry.YES),
    HEADERS_TOO_LARGE(431, "The request headers are too large", Retry.UNSAID),
    INTERNAL_SERVER_ERROR(500, "Something went wrong here", Retry.UNSAID),
    SANDBOX_CAPACITY_UNAVAILABLE(503, "No worker has room for the sandbox", Retry.YES),
    SANDBOX_NO_COMPATIBLE_NODE(503, "No worker can run this template", Retry.YES),
    SANDBOX_PLACEMENT_TIMEOUT(503, "The sandbox did not start in time", Retry.YES),
    SANDBOX_CREATE_FAILED(503, "The sandbox failed to start", Retry.YES),
    WORKER_UNHEARD(503, "The sandbox's worker cannot be heard", Retry.YES),
    SERVICE_UNAVAILABLE(503, "The service cannot answer now", Retry.YES),
    /** The one 503 that may have had an effect: a client that retried by itself could act twice. */
    IDEMPOTENCY_OUTCOME_UNKNOWN(503, "It is not known whether the request took effect", Retry.NO);

    /** What the answer says about sending the same request again. */
    public enum Retry {
        /** Nothing: the status alone decides. */
        UNSAID,
        /** Nothing was changed; try again after a moment. */
        YES,
        /** Do not try again by yourself. */
        NO
    }

    private final int status;
    private final String title;
    private final Retry retry;

    ProblemType(int status, String title, Retry retry) {
        this.status = status;
        this.title = title;
        this.retry = retry;
    }

    /** The public, stable name: lower case with underscores. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** One sentence that is the same for all occurrences. */
    public String title() {
        return title;
    }

    /** Whether to send it again. */
    public Retry retry() {
        return retry;
    }
}
