package io.smartboxes.agent.gateway;

import io.smartboxes.agent.terminal.Terminals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The worker's door for traffic into sandboxes: starts listening when made, ends everything when closed. */
public final class Gateway implements AutoCloseable {

    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Upstreams upstreams;
    private final int port;
    private final int peerPort;

    private Gateway(Vertx vertx, Upstreams upstreams, int port, int peerPort) {
        this.vertx = vertx;
        this.upstreams = upstreams;
        this.port = port;
        this.peerPort = peerPort;
    }

    /**
     * Opens both listeners.
     *
     * @throws IllegalStateException when an address cannot be bound; the message names it
     */
    public static Gateway start(GatewaySettings settings, SandboxDirectory directory, Terminals terminals) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(Listeners.EVENT_LOOPS));
        try {
            Upstreams upstreams = new Upstreams(vertx, settings);
            Doorkeeper doorkeeper = new Doorkeeper(vertx, directory, upstreams);
            Router router =
                    new Router(vertx, directory, new Locations(directory, System::nanoTime), upstreams, doorkeeper);
            Listeners listeners = new Listeners(vertx, settings, router, terminals);
            int port = listening(listeners.openForClients(), settings.host(), settings.port());
            int peerPort = listening(listeners.openForPeers(), settings.peerHost(), settings.peerPort());
            vertx.setPeriodic(Connections.sweepMillis(settings), tick -> listeners.expireIdle());
            vertx.setPeriodic(Doorkeeper.LOOK_MILLIS, tick -> doorkeeper.look());
            return new Gateway(vertx, upstreams, port, peerPort);
        } catch (RuntimeException failure) {
            awaitClosed(vertx);
            throw failure;
        }
    }

    /** The clients' port as bound. */
    public int port() {
        return port;
    }

    /** The port for other workers' gateways as bound. */
    public int peerPort() {
        return peerPort;
    }

    /**
     * Ends every request, stream and WebSocket of a boot and forgets its connections. Call it as soon as the directory no
     * longer finds the sandbox; calling it again, or for a boot without traffic, does nothing. Does not block.
     */
    public void sandboxEnded(String runtimeId) {
        upstreams.ended(runtimeId);
    }

    @Override
    public void close() {
        awaitClosed(vertx);
    }

    private static int listening(Future<Integer> opening, String host, int port) {
        try {
            return opening.await(START_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(
                    "The gateway cannot listen on " + host + ":" + port + ": " + failure.getMessage(), failure);
        }
    }

    private static void awaitClosed(Vertx vertx) {
        try {
            vertx.close().await(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("The gateway did not close within " + CLOSE_WITHIN, late);
        }
    }
}
