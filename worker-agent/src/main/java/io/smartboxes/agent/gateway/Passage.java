package io.smartboxes.agent.gateway;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request to an upstream and its answer back, both at the same time, each byte as it comes.
 *
 * <p>An answer may begin, and end, before the request does. A request without a body that is safe to repeat is tried once
 * more when a kept connection turns out to be dead; nothing else is ever sent twice.
 */
final class Passage {

    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    private final Exchange exchange;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Route.To route;
    private final String target;
    private final String requestId;
    private final boolean isUpgrade;
    private final boolean hasBody;
    private boolean mayRepeat;
    private boolean isSent;
    private boolean isStopped;
    private @Nullable HttpClientRequest sent;
    private @Nullable Pump in;
    private @Nullable Pump out;
    private @Nullable NetSocket tunnel;

    Passage(Exchange exchange, HttpServerRequest request, Route.To route, String target, String requestId) {
        this.exchange = exchange;
        this.request = request;
        this.response = request.response();
        this.route = route;
        this.target = target;
        this.requestId = requestId;
        this.isUpgrade = Upgrades.isAskedFor(request);
        this.hasBody = hasBody(request);
        this.mayRepeat = !hasBody && REPEATABLE.contains(request.method().name());
    }

    void start() {
        dial(null);
    }

    /** Directly first: a server that answers there is the one that was meant, and most do. */
    private void dial(@Nullable ProxyOptions relay) {
        RequestOptions options = new RequestOptions()
                .setServer(route.target().address())
                .setHost(route.target().address().host())
                .setPort(route.target().address().port())
                .setMethod(request.method())
                .setURI(target)
                .setProxyOptions(relay);
        route.target().upstream().dial(options).onComplete(dialled -> {
            if (dialled.succeeded()) {
                send(dialled.result());
            } else if (!isStopped) {
                notReached(relay == null ? route.target().relay() : null);
            }
        });
    }

    private void notReached(@Nullable ProxyOptions otherWay) {
        if (otherWay == null) {
            exchange.notReached(route);
        } else {
            dial(otherWay);
        }
    }

    /** Lets go of the upstream, whatever the state; nothing of the passage happens after that. */
    void stop() {
        isStopped = true;
        if (sent != null) {
            letGo(sent);
        }
        if (tunnel != null) {
            tunnel.close();
        }
    }

    /**
     * A connection that carries half a request must not be kept: the next request on it would be read as the rest of this
     * one's body. A reset alone keeps it when the answer has ended before the request.
     */
    private void letGo(HttpClientRequest upstream) {
        boolean isHalfSent = hasBody && !isSent;
        if (isHalfSent) {
            upstream.connection().close();
        } else {
            upstream.reset();
        }
    }

    long bytesIn() {
        return in == null ? 0 : in.bytes();
    }

    long bytesOut() {
        return out == null ? 0 : out.bytes();
    }

    private void send(HttpClientRequest upstream) {
        if (isStopped) {
            upstream.reset();
            return;
        }
        sent = upstream;
        PassedHeaders.copy(request.headers(), upstream.headers());
        upstream.putHeader(PassedHeaders.REQUEST_ID, requestId);
        if (route.pass() != null && route.pass().guestToken() != null) {
            upstream.putHeader(PassedHeaders.ACCESS_TOKEN, route.pass().guestToken());
        }
        if (route.target().isPeer()) {
            upstream.putHeader(PassedHeaders.PASSED_ON, "1");
        }
        upstream.exceptionHandler(broken -> {});
        upstream.continueHandler(now -> {
            if (!response.headWritten()) {
                response.writeContinue();
            }
        });
        upstream.response().onComplete(answered -> {
            if (isStopped) {
                return;
            }
            if (answered.succeeded()) {
                answer(answered.result());
            } else {
                unanswered();
            }
        });
        if (isUpgrade) {
            Upgrades.ask(request, upstream);
        } else if (hasBody) {
            sendBody(upstream);
        } else {
            upstream.end();
        }
    }

    private void sendBody(HttpClientRequest upstream) {
        if (!request.headers().contains("Content-Length")) {
            upstream.setChunked(true);
        }
        request.exceptionHandler(broken -> exchange.clientGone());
        request.endHandler(end -> {
            if (!isStopped) {
                isSent = true;
                upstream.end();
            }
        });
        in = new Pump(request, upstream, exchange::touch);
        in.start();
        // What has arrived already goes out with the head; a body that is still to come must not hold the head back.
        exchange.later(() -> {
            if (!isStopped && bytesIn() == 0 && !request.isEnded()) {
                upstream.sendHead();
            }
        });
    }

    private void unanswered() {
        if (mayRepeat) {
            mayRepeat = false;
            start();
        } else {
            exchange.brokenBeforeAnswer(route);
        }
    }

    private void answer(HttpClientResponse answer) {
        answer.pause();
        exchange.touch();
        if (route.target().isPeer() && answer.headers().contains(PassedHeaders.NOT_HERE)) {
            exchange.notAtPeer();
        }
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        PassedHeaders.copy(answer.headers(), response.headers());
        response.putHeader(PassedHeaders.REQUEST_ID, requestId);
        if (isUpgrade && answer.statusCode() == 101) {
            openTunnel(answer);
        } else {
            sendAnswer(answer);
        }
    }

    private void sendAnswer(HttpClientResponse answer) {
        boolean isBodiless = request.method().name().equals("HEAD") || WITHOUT_BODY.contains(answer.statusCode());
        if (!isBodiless && !response.headers().contains("Content-Length")) {
            response.setChunked(true);
        }
        answer.exceptionHandler(broken -> {
            if (!isStopped) {
                exchange.breakOff("upstream-broke");
            }
        });
        answer.endHandler(end -> endAnswer(answer));
        out = new Pump(answer, response, exchange::touch);
        out.start();
        exchange.later(() -> {
            boolean isWaiting = !isStopped && !response.headWritten() && !response.ended();
            if (isWaiting && !isBodiless) {
                response.writeHead();
            }
        });
    }

    private void endAnswer(HttpClientResponse answer) {
        if (isStopped) {
            return;
        }
        if (response.isChunked()) {
            PassedHeaders.copy(answer.trailers(), response.trailers());
        }
        boolean endsByClosing =
                request.version() == HttpVersion.HTTP_1_0 && !response.headers().contains("Content-Length");
        abandonRestOfRequest();
        response.end().onComplete(written -> {
            if (endsByClosing) {
                exchange.breakOff("done");
            } else {
                exchange.done();
            }
        });
    }

    /** The upstream has said all it will; the rest of the request has no reader. */
    private void abandonRestOfRequest() {
        if (hasBody && !isSent && sent != null) {
            isStopped = true;
            letGo(sent);
        }
    }

    private void openTunnel(HttpClientResponse answer) {
        Upgrades.confirm(answer, response);
        NetSocket upstream = answer.netSocket();
        tunnel = upstream;
        request.toNetSocket().onComplete(opened -> {
            if (isStopped || opened.failed()) {
                upstream.close();
                exchange.breakOff("upstream-broke");
                return;
            }
            NetSocket client = opened.result();
            in = new Pump(client, upstream, exchange::touch);
            out = new Pump(upstream, client, exchange::touch);
            client.closeHandler(closed -> exchange.clientGone());
            client.exceptionHandler(broken -> exchange.clientGone());
            upstream.exceptionHandler(broken -> {});
            upstream.endHandler(end -> endTunnel(client, upstream));
            out.start();
            in.start();
        });
    }

    /** The upstream's last bytes may still wait for a slow client: at most one read's worth, which is written now. */
    private void endTunnel(NetSocket client, NetSocket upstream) {
        upstream.resume();
        exchange.later(() -> client.end().onComplete(written -> exchange.breakOff("done")));
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.headers().contains("Transfer-Encoding")
                || (length != null && !length.strip().equals("0"));
    }
}
