package io.smartboxes.controlplane.platform.http;

import io.micronaut.http.HttpRequest;
import io.smartboxes.id.RequestId;
import io.smartboxes.problem.ProblemType;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a request while it is served: its id, and the facts that go into its one log line. */
public final class RequestContext {

    private static final String ATTRIBUTE = RequestContext.class.getName();

    private final RequestId id;
    private final InetAddress client;
    private final long startedNanos;
    private final Map<String, String> facts = new LinkedHashMap<>();

    private @Nullable ProblemType refusal;

    RequestContext(RequestId id, InetAddress client, long startedNanos) {
        this.id = id;
        this.client = client;
        this.startedNanos = startedNanos;
    }

    /** The context of this request, if the first filter has seen it. */
    public static @Nullable RequestContext of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, RequestContext.class).orElse(null);
    }

    void attachTo(HttpRequest<?> request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    public RequestId id() {
        return id;
    }

    /** From which address it comes, as far as that can be believed. */
    public InetAddress client() {
        return client;
    }

    /** How it was refused, if it was. */
    public synchronized @Nullable ProblemType refusal() {
        return refusal;
    }

    synchronized void refuse(ProblemType type) {
        refusal = type;
        facts.put("problem", type.slug());
    }

    /** Adds a fact ({@code tenantId}, {@code sandboxId}) to the log line. Never a secret. */
    public synchronized void note(String name, Object value) {
        facts.put(name, value.toString());
    }

    synchronized Map<String, String> facts() {
        return Map.copyOf(facts);
    }

    long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }
}
