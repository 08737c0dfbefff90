package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request from its head to its last byte: routed, carried, ended once.
 *
 * <p>Runs on its connection's event loop; what other threads ask of it is handed over to that loop.
 */
final class Exchange {

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final ClientConnection client;
    private final Router router;
    private final Listener listener;
    private final String requestId;
    private final long startNanos = System.nanoTime();
    private volatile long activeNanos = startNanos;
    private Route.@Nullable To route;
    private @Nullable Passage passage;
    private @Nullable TerminalSocket terminal;
    private String sandboxId = "-";
    private int port;
    private volatile @Nullable String holderId;
    private boolean isOver;

    Exchange(Vertx vertx, HttpServerRequest request, ClientConnection client, Router router, Listener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.client = client;
        this.router = router;
        this.listener = listener;
        this.requestId = RequestIds.keepOrMake(request.getHeader(PassedHeaders.REQUEST_ID));
    }

    void begin() {
        request.pause();
        listener.exchanges().add(this);
        client.begin(this);
        request.response().putHeader(PassedHeaders.REQUEST_ID, requestId);
        if (client.isOverLimit()) {
            refuse(Refusal.tooManyConnections(listener.settings().limits().connectionsMax()));
            client.close();
            return;
        }
        switch (Addressing.of(head())) {
            case Address.Bad(Refusal refusal) -> refuse(refusal);
            case Address.OwnHealth() -> answerOwnHealth();
            case Address.Sandbox address -> find(address);
            case Address.Terminal address -> find(address);
            case Address.Signed address ->
                follow(router.route(address, request.method().name(), tokens()), address.target());
        }
    }

    private RequestHead head() {
        var headers = request.headers();
        return new RequestHead(
                request.method().name(),
                request.uri(),
                headers.getAll("Host"),
                headers.getAll("E2b-Sandbox-Id"),
                headers.getAll("E2b-Sandbox-Port"),
                headers.getAll("Transfer-Encoding"));
    }

    private void find(Address.Terminal address) {
        sandboxId = address.sandboxId();
        if (!request.canUpgradeToWebSocket()) {
            request.response().putHeader("Upgrade", "websocket");
            refuse(Refusal.notAWebSocket());
            return;
        }
        follow(router.route(address, mayPassOn()), address.target());
    }

    private boolean mayPassOn() {
        return listener.mayPassOn() && !request.headers().contains(PassedHeaders.PASSED_ON);
    }

    private void find(Address.Sandbox address) {
        sandboxId = address.sandboxId();
        port = address.port();
        follow(router.route(address, request.method().name(), tokens(), mayPassOn()), address.target());
    }

    private List<String> tokens() {
        return request.headers().getAll(PassedHeaders.ACCESS_TOKEN);
    }

    private void follow(Future<Route> finding, String target) {
        finding.onComplete(found -> {
            if (isOver) {
                return;
            }
            if (found.failed()) {
                refuse(Refusal.unlocated());
            } else {
                follow(found.result(), target);
            }
        });
    }

    private void follow(Route found, String target) {
        switch (found) {
            case Route.Refuse(Refusal refusal, boolean isNotHere) -> {
                if (isNotHere && !listener.mayPassOn()) {
                    request.response().putHeader(PassedHeaders.NOT_HERE, "1");
                }
                refuse(refusal);
            }
            case Route.Terminal(SandboxId sandbox) -> openTerminal(sandbox);
            case Route.To to -> carry(to, target);
        }
    }

    private void carry(Route.To to, String target) {
        sandboxId = to.sandboxId();
        port = to.port();
        holderId = to.pass() == null ? null : to.pass().holderId();
        Upstream upstream = to.target().upstream();
        if (!upstream.admit(this)) {
            refuse(Refusal.tooManyStreams(upstream.streamsMax()));
            return;
        }
        route = to;
        if (!to.stillThere().getAsBoolean()) {
            refuse(new Refusal.NotFound(sandboxId));
            return;
        }
        passage = new Passage(
                this, request, to, to.pass() == null ? target : to.pass().target(), requestId);
        passage.start();
    }

    /** The origin is looked at where the terminal is: a gateway in between has no word in it. */
    private void openTerminal(SandboxId sandbox) {
        if (!listener.terminals().admits(request.getHeader("Origin"))) {
            refuse(Refusal.foreignPage());
            return;
        }
        request.toWebSocket().onComplete(opened -> {
            if (isOver || opened.failed()) {
                breakOff("refused");
                return;
            }
            terminal = new TerminalSocket(vertx, this, opened.result(), listener.terminals(), sandbox);
            terminal.start();
        });
    }

    /** Its WebSocket is closed, or is just being closed. */
    void terminalClosed() {
        finish("done");
    }

    private void answerOwnHealth() {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end("{\"status\":\"ok\"}")
                .onComplete(written -> finish("done"));
        client.discardRest(request);
    }

    /** Answers with a refusal if there is still an answer to give, else breaks the connection. */
    void refuse(Refusal refusal) {
        if (isOver) {
            return;
        }
        stopPassage();
        if (request.response().headWritten()) {
            breakOff("upstream-broke");
            return;
        }
        HttpServerResponse response = request.response();
        String notHere = response.headers().get(PassedHeaders.NOT_HERE);
        response.headers().clear();
        response.putHeader(PassedHeaders.REQUEST_ID, requestId);
        if (notHere != null) {
            response.putHeader(PassedHeaders.NOT_HERE, notHere);
        }
        RefusalWriter.write(request, refusal);
        finish("refused");
        client.discardRest(request);
    }

    /** Ends the client's connection in the middle, the only way HTTP/1.1 has to say that an answer is not whole. */
    void breakOff(String outcome) {
        if (isOver) {
            return;
        }
        stopPassage();
        finish(outcome);
        client.close();
    }

    /** The answer has been sent whole. */
    void done() {
        finish("done");
        client.discardRest(request);
    }

    /** The client's connection closed. */
    void clientGone() {
        context.runOnContext(now -> {
            if (!isOver) {
                stopPassage();
                finish("client-gone");
            }
        });
    }

    /** The sandbox's boot ended, or the peer is no longer used. */
    void upstreamEnded() {
        context.runOnContext(now -> {
            if (isOver) {
                return;
            }
            if (request.response().headWritten()) {
                breakOff("sandbox-ended");
            } else {
                refuse(new Refusal.NotFound(sandboxId));
            }
        });
    }

    /** Of a request that a holder sent, only these may go on. */
    void keepOnly(Set<String> holderIds) {
        String holder = holderId;
        if (holder == null || holderIds.contains(holder)) {
            return;
        }
        context.runOnContext(now -> {
            if (isOver) {
                return;
            }
            if (request.response().headWritten()) {
                breakOff("token-refused");
            } else {
                refuse(Refusal.unauthorized(new Shown.Nothing()));
            }
        });
    }

    /** Nothing was heard from either side for longer than the limit. */
    void expire() {
        context.runOnContext(now -> {
            if (isOver) {
                return;
            }
            if (request.response().headWritten()) {
                breakOff("idle");
            } else {
                refuse(Refusal.notAnsweredWithin(listener.settings().limits().exchangeIdle()));
            }
        });
    }

    /** The sandbox could not be dialled. */
    void notReached(Route.To to) {
        if (to.target().isPeer()) {
            router.forgetLocation(sandboxId);
            refuse(Refusal.peerUnreachable());
        } else {
            refuse(
                    to.stillThere().getAsBoolean()
                            ? new Refusal.PortClosed(sandboxId, port)
                            : new Refusal.NotFound(sandboxId));
        }
    }

    /** The connection ended after the request had been sent and before an answer came. */
    void brokenBeforeAnswer(Route.To to) {
        refuse(to.stillThere().getAsBoolean() ? Refusal.brokenBeforeAnswer() : new Refusal.NotFound(sandboxId));
    }

    /** The owner's gateway says that the sandbox is not there. */
    void notAtPeer() {
        router.forgetLocation(sandboxId);
    }

    /** Runs a step once what is being handled now has been handled. */
    void later(Runnable step) {
        context.runOnContext(now -> step.run());
    }

    void touch() {
        activeNanos = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - activeNanos;
    }

    boolean isOver() {
        return isOver;
    }

    private void stopPassage() {
        if (passage != null) {
            passage.stop();
        }
        if (terminal != null) {
            terminal.stop();
        }
    }

    private void finish(String outcome) {
        if (isOver) {
            return;
        }
        isOver = true;
        if (route != null) {
            route.target().upstream().leave(this);
        }
        listener.exchanges().remove(this);
        client.end(this);
        log(outcome);
    }

    private void log(String outcome) {
        boolean isAnswered = request.response().headWritten();
        AccessLog.write(new AccessLog.Entry(
                requestId,
                sandboxId,
                port,
                request.method().name(),
                request.uri(),
                isAnswered ? request.response().getStatusCode() : 0,
                passage == null ? 0 : passage.bytesIn(),
                passage == null ? 0 : passage.bytesOut(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos),
                outcome,
                via()));
    }

    private String via() {
        if (route == null) {
            return "gateway";
        }
        return route.target().isPeer() ? "peer" : "local";
    }
}
