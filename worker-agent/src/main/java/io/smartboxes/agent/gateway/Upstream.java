package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One boot of a sandbox, or one other worker's gateway: the connections kept to it and what is under way there.
 *
 * <p>Never shared between two boots, even at one address: a kept connection would reach the wrong sandbox. Each event loop
 * keeps connections of its own, so that no byte changes threads.
 */
final class Upstream {

    private final @Nullable SandboxId sandbox;
    private final Supplier<HttpClientAgent> newClient;
    private final int streamsMax;
    private final AtomicBoolean isTouched = new AtomicBoolean();
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private final Map<Thread, HttpClientAgent> clients = new HashMap<>();
    private boolean hasEnded;

    /** @param sandbox whose boot it is; null for another worker's gateway */
    Upstream(@Nullable SandboxId sandbox, Supplier<HttpClientAgent> newClient, int streamsMax) {
        this.sandbox = sandbox;
        this.newClient = newClient;
        this.streamsMax = streamsMax;
    }

    /** Called on an event loop; fails when nothing listens there or the upstream has ended. */
    Future<HttpClientRequest> dial(RequestOptions options) {
        HttpClientAgent client;
        synchronized (this) {
            if (hasEnded) {
                return Future.failedFuture("The upstream has ended");
            }
            client = clients.computeIfAbsent(Thread.currentThread(), loop -> newClient.get());
        }
        return client.request(options);
    }

    int streamsMax() {
        return streamsMax;
    }

    /** False when as many are under way as may be. */
    boolean admit(Exchange exchange) {
        if (exchanges.size() >= streamsMax) {
            return false;
        }
        exchanges.add(exchange);
        isTouched.set(true);
        return true;
    }

    void leave(Exchange exchange) {
        exchanges.remove(exchange);
    }

    /** The sandbox, if anything is under way to it or was since the last call. */
    Optional<SandboxId> busySandbox() {
        boolean wasTouched = isTouched.getAndSet(false);
        return wasTouched || !exchanges.isEmpty() ? Optional.ofNullable(sandbox) : Optional.empty();
    }

    /** Ends what is under way for a holder who is none of these. */
    void keepOnly(Set<String> holderIds) {
        exchanges.forEach(exchange -> exchange.keepOnly(holderIds));
    }

    /** Ends everything under way and every kept connection. */
    void end() {
        exchanges.forEach(Exchange::upstreamEnded);
        synchronized (this) {
            hasEnded = true;
            clients.values().forEach(HttpClientAgent::close);
            clients.clear();
        }
    }

    /**
     * Where to dial a request.
     *
     * @param relay the guest's way to its loopback, for when nothing listens at the address; null where there is none
     */
    record Target(
            Upstream upstream,
            SocketAddress address,
            boolean isPeer,
            @Nullable ProxyOptions relay) {}
}
