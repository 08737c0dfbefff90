package io.smartboxes.agent.gateway;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.smartboxes.agent.terminal.Terminals;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Opens the HTTP servers: one for clients, one for other workers' gateways. */
final class Listeners {

    /** Of one chunk handed on; with the write queue it bounds what a stalled stream holds. */
    static final int CHUNK_BYTES_MAX = 16 * 1024;

    /** Two per processor, as Vert.x has by default. */
    static final int EVENT_LOOPS = 2 * Runtime.getRuntime().availableProcessors();

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Router router;
    private final Terminals terminals;
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();

    Listeners(Vertx vertx, GatewaySettings settings, Router router, Terminals terminals) {
        this.vertx = vertx;
        this.settings = settings;
        this.router = router;
        this.terminals = terminals;
    }

    /** Completes with the port as bound. */
    Future<Integer> openForClients() {
        HttpServerOptions options = options().setHost(settings.host()).setPort(shared(settings.port(), -1));
        return open(options, new Listener(settings, true, exchanges, terminals));
    }

    /** Completes with the port as bound. */
    Future<Integer> openForPeers() {
        HttpServerOptions options = options().setHost(settings.peerHost()).setPort(shared(settings.peerPort(), -2));
        if (settings.peerIdentity() != null) {
            new PeerTls(settings.peerIdentity()).speakAsServer(options);
        }
        return open(options, new Listener(settings, false, exchanges, terminals));
    }

    /** Called now and then: ends what has been silent for too long. */
    void expireIdle() {
        long limit = settings.limits().exchangeIdle().toNanos();
        for (Exchange exchange : exchanges) {
            if (exchange.idleNanos() > limit) {
                exchange.expire();
            }
        }
    }

    /** One server on each of several event loops behind one port, so that one busy stream slows only its own loop. */
    private Future<Integer> open(HttpServerOptions options, Listener listener) {
        Connections connections = new Connections(vertx, settings);
        vertx.setPeriodic(Connections.sweepMillis(settings), tick -> connections.closeIdle());
        var port = new AtomicInteger();
        Supplier<Deployable> server = () -> context -> vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .invalidRequestHandler(this::refuseUnreadable)
                .requestHandler(
                        request -> new Exchange(vertx, request, connections.of(request), router, listener).begin())
                .listen()
                .onSuccess(listening -> port.set(listening.actualPort()));
        return vertx.deployVerticle(server, new DeploymentOptions().setInstances(EVENT_LOOPS))
                .map(deployed -> port.get());
    }

    /** To Vert.x a negative port is one free port for all instances; 0 would be another for each. */
    private static int shared(int port, int freePort) {
        return port == 0 ? freePort : port;
    }

    private void refuseUnreadable(HttpServerRequest request) {
        Refusal refusal = unreadable(request.decoderResult().cause());
        String requestId = RequestIds.keepOrMake(null);
        request.response().putHeader(PassedHeaders.REQUEST_ID, requestId);
        RefusalWriter.write(request, refusal)
                .onComplete(written -> request.connection().close());
        AccessLog.write(AccessLog.Entry.unreadable(requestId, refusal.status()));
    }

    private Refusal unreadable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line ->
                new Refusal.Other(
                        414,
                        "The request line is longer than " + settings.limits().requestLineBytesMax()
                                + " bytes (limit gateway.request-line-bytes-max)");
            case TooLongHttpHeaderException header ->
                new Refusal.Other(
                        431,
                        "The request's headers are longer than "
                                + settings.limits().headerBytesMax()
                                + " bytes together (limit gateway.header-bytes-max)");
            default -> new Refusal.Other(400, "The request is not well-formed HTTP/1.1");
        };
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(TerminalSocket.MESSAGE_BYTES_MAX)
                .setMaxWebSocketMessageSize(TerminalSocket.MESSAGE_BYTES_MAX)
                .setMaxInitialLineLength(settings.limits().requestLineBytesMax())
                .setMaxHeaderSize(settings.limits().headerBytesMax())
                .setMaxChunkSize(CHUNK_BYTES_MAX);
    }
}
