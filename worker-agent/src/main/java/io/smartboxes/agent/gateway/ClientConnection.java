package io.smartboxes.agent.gateway;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A client's connection: what is under way on it and since when it has been idle. Used on its own event loop. */
final class ClientConnection {

    /** How long a client may go on sending a body that nobody reads any more, so that it can read the answer. */
    private static final long UNREAD_BODY_MILLIS_MAX = 5_000;

    private final Vertx vertx;
    private final Context context;
    private final HttpConnection connection;
    private final boolean isOverLimit;
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private volatile long idleSinceNanos;
    private volatile boolean hasServed;

    ClientConnection(Vertx vertx, HttpConnection connection, boolean isOverLimit) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.connection = connection;
        this.isOverLimit = isOverLimit;
        this.idleSinceNanos = System.nanoTime();
    }

    /** Opened beyond the limit: its request is answered with the limit's name, then it is closed. */
    boolean isOverLimit() {
        return isOverLimit;
    }

    void begin(Exchange exchange) {
        hasServed = true;
        exchanges.add(exchange);
    }

    void end(Exchange exchange) {
        idleSinceNanos = System.nanoTime();
        exchanges.remove(exchange);
    }

    /** Reads the rest of a request that has been answered already, for a while. */
    void discardRest(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(unread -> {});
        request.resume();
        vertx.setTimer(UNREAD_BODY_MILLIS_MAX, late -> {
            if (!request.isEnded()) {
                close();
            }
        });
    }

    void closed() {
        exchanges.forEach(Exchange::clientGone);
    }

    void close() {
        context.runOnContext(now -> connection.close());
    }

    /** Nanoseconds without a request; 0 while one is under way. */
    long idleNanos() {
        return exchanges.isEmpty() ? System.nanoTime() - idleSinceNanos : 0;
    }

    boolean hasServed() {
        return hasServed;
    }
}
