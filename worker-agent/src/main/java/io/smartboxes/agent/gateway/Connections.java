package io.smartboxes.agent.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Every client connection of a listener, and the time each may stay without a whole request.
 *
 * <p>Bytes alone do not count as life: who sends a head one byte at a time is closed like who sends nothing.
 */
final class Connections {

    /** So many more than the limit are told about it; further ones are closed unread. */
    private static final int OVER_LIMIT_TOLD = 256;

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Map<HttpConnection, ClientConnection> open = new ConcurrentHashMap<>();

    Connections(Vertx vertx, GatewaySettings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    void opened(HttpConnection connection) {
        int count = open.size();
        if (count >= settings.limits().connectionsMax() + OVER_LIMIT_TOLD) {
            connection.close();
            return;
        }
        ClientConnection client = new ClientConnection(
                vertx, connection, count >= settings.limits().connectionsMax());
        open.put(connection, client);
        connection.closeHandler(closed -> {
            open.remove(connection);
            client.closed();
        });
    }

    ClientConnection of(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        ClientConnection client = open.get(connection);
        // A connection closed unread may still deliver the request it had already received.
        return client != null ? client : new ClientConnection(vertx, connection, true);
    }

    /** Called now and then. */
    void closeIdle() {
        long first = settings.limits().firstRequestWithin().toNanos();
        long next = settings.limits().nextRequestWithin().toNanos();
        for (ClientConnection client : open.values()) {
            if (client.idleNanos() > (client.hasServed() ? next : first)) {
                client.close();
            }
        }
    }

    /** The shortest of the limits, in milliseconds, divided so that none is exceeded by much. */
    static long sweepMillis(GatewaySettings settings) {
        long shortest = Math.min(
                settings.limits().firstRequestWithin().toMillis(),
                settings.limits().exchangeIdle().toMillis());
        return Math.clamp(shortest / 4, 20, TimeUnit.SECONDS.toMillis(1));
    }
}
