package io.smartboxes.controlplane.platform.http;

/** Names of headers that are not HTTP's own. */
public final class Headers {

    public static final String API_KEY = "X-API-KEY";

    /** Says true of requests that nobody is behind: a page that keeps itself up to date. */
    public static final String BACKGROUND = "Smartboxes-Background";

    /** What the console proves itself with, so that the address it forwards is believed. */
    public static final String CONSOLE_SECRET = "Smartboxes-Console-Secret";

    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    public static final String NEXT_TOKEN = "X-Next-Token";
    public static final String REQUEST_ID = "X-Request-Id";
    /** Tells E2B's clients whether to send the request again by themselves. */
    public static final String SHOULD_RETRY = "Should-Retry";

    /** Which of a person's tenants a request is about. */
    public static final String TENANT = "Smartboxes-Tenant";

    public static final String TOTAL_RUNNING = "X-Total-Running";

    private Headers() {}
}
