package io.smartboxes.agent.gateway;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;

/** HTTP/1.1 protocol upgrades, WebSocket above all. "Connection" and "Upgrade" belong to each connection and are said anew. */
final class Upgrades {

    private static final String CONNECTION = "Connection";
    private static final String UPGRADE = "Upgrade";

    private Upgrades() {}

    /** HTTP/2 is not asked for this way of a sandbox: such a request is answered without upgrade, as the protocol allows. */
    static boolean isAskedFor(HttpServerRequest request) {
        String protocol = request.getHeader(UPGRADE);
        return protocol != null
                && !protocol.toLowerCase(Locale.ROOT).contains("h2c")
                && request.version() == HttpVersion.HTTP_1_1
                && request.method().name().equals("GET")
                && request.headers().getAll(CONNECTION).stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
    }

    static void ask(HttpServerRequest request, HttpClientRequest upstream) {
        upstream.putHeader(CONNECTION, UPGRADE);
        upstream.putHeader(UPGRADE, request.getHeader(UPGRADE));
        upstream.connect();
    }

    static void confirm(HttpClientResponse answer, HttpServerResponse response) {
        response.putHeader(CONNECTION, UPGRADE);
        String protocol = answer.getHeader(UPGRADE);
        if (protocol != null) {
            response.putHeader(UPGRADE, protocol);
        }
    }
}
