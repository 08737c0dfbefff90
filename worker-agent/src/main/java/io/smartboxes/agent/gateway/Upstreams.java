package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Every upstream in use: one per boot of a local sandbox, one per other worker. */
final class Upstreams {

    /**
     * Below the shortest idle time of the servers people run in sandboxes (Node's is 5 s), so that a request is not sent
     * on a connection that its server is about to close; dialling anew takes a fraction of a millisecond.
     */
    private static final int KEPT_SECONDS = 4;

    /**
     * Vert.x takes the size of the socket's buffer as that of each read too, and a stalled stream holds two reads in direct
     * memory: at 256 KiB, 64 of them filled 32 MiB and broke other sandboxes' streams.
     */
    private static final int LOCAL_BUFFER_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final @Nullable PeerTls peerTls;
    private final Map<String, Upstream> boots = new ConcurrentHashMap<>();
    private final Map<SandboxLocation.AtPeer, Upstream> peers = new ConcurrentHashMap<>();

    Upstreams(Vertx vertx, GatewaySettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.peerTls = settings.peerIdentity() == null ? null : new PeerTls(settings.peerIdentity());
    }

    Upstream.Target local(LocalSandbox sandbox, int port) {
        Upstream upstream = boots.computeIfAbsent(
                sandbox.runtimeId(),
                boot -> open(sandbox.id(), localOptions(), settings.limits().streamsPerSandboxMax()));
        boolean isGuest = port == Addressing.GUEST_PORT;
        SocketAddress address =
                SocketAddress.inetSocketAddress(isGuest ? sandbox.guestPort() : port, sandbox.address());
        return new Upstream.Target(upstream, address, false, isGuest ? null : relay(sandbox));
    }

    private static @Nullable ProxyOptions relay(LocalSandbox sandbox) {
        return sandbox.relayPort().isEmpty()
                ? null
                : new ProxyOptions()
                        .setType(ProxyType.SOCKS5)
                        .setHost(sandbox.address())
                        .setPort(sandbox.relayPort().getAsInt());
    }

    Upstream.Target peer(SandboxLocation.AtPeer location) {
        Upstream upstream = peers.computeIfAbsent(location, at -> {
            HttpClientOptions options = options();
            if (peerTls != null) {
                peerTls.speakAsClient(options, at.workerId());
            }
            return open(null, options, settings.limits().connectionsMax());
        });
        return new Upstream.Target(
                upstream, SocketAddress.inetSocketAddress(location.port(), location.host()), true, null);
    }

    /** The sandboxes of this worker that had traffic since the last call. */
    List<SandboxId> busy() {
        return boots.values().stream()
                .flatMap(boot -> boot.busySandbox().stream())
                .toList();
    }

    /** Ends what a boot has under way for anybody but these holders. */
    void keepOnly(String runtimeId, Set<String> holderIds) {
        Upstream upstream = boots.get(runtimeId);
        if (upstream != null) {
            upstream.keepOnly(holderIds);
        }
    }

    void ended(String runtimeId) {
        Upstream upstream = boots.remove(runtimeId);
        if (upstream != null) {
            upstream.end();
        }
    }

    private Upstream open(@Nullable SandboxId sandbox, HttpClientOptions options, int streamsMax) {
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(streamsMax);
        return new Upstream(sandbox, () -> vertx.createHttpClient(options, pool), streamsMax);
    }

    /** A sandbox is a hop of microseconds away: more buffer than that only lets it fill the host's memory. */
    private HttpClientOptions localOptions() {
        return options().setReceiveBufferSize(LOCAL_BUFFER_BYTES).setSendBufferSize(LOCAL_BUFFER_BYTES);
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEPT_SECONDS)
                .setPipelining(false)
                .setTcpNoDelay(true)
                .setConnectTimeout((int) settings.limits().connectTimeout().toMillis())
                .setMaxInitialLineLength(settings.limits().requestLineBytesMax())
                .setMaxHeaderSize(settings.limits().headerBytesMax())
                .setMaxChunkSize(Listeners.CHUNK_BYTES_MAX)
                .setDecompressionSupported(false);
    }
}
