package io.smartboxes.agent.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Where the gateway listens and what it takes on.
 *
 * @param host address the clients' listener binds
 * @param port of the same; 0 takes a free one
 * @param peerHost address the listener for other workers' gateways binds
 * @param peerPort of the same; 0 takes a free one
 * @param peerIdentity for mutual TLS between workers; null means plain text, which only loopback addresses may have
 */
public record GatewaySettings(
        String host,
        int port,
        String peerHost,
        int peerPort,
        @Nullable PeerIdentity peerIdentity,
        GatewayLimits limits) {

    public GatewaySettings {
        demand(isPort(port), "gateway.port must be from 0 to 65535, not " + port);
        demand(isPort(peerPort), "peer.port must be from 0 to 65535, not " + peerPort);
        demand(
                peerIdentity != null || isLoopback(peerHost),
                "peer.host " + peerHost + " is not a loopback address: between hosts, gateways need the worker's"
                        + " certificate (link.plaintext must be off)");
    }

    private static boolean isPort(int port) {
        return port >= 0 && port <= 65_535;
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    private static void demand(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
