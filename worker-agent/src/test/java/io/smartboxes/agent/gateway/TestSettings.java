package io.smartboxes.agent.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings on free ports, with one limit at a time made small enough to be met in a test. */
final class TestSettings {

    private TestSettings() {}

    static GatewaySettings ordinary() {
        return with(null);
    }

    static GatewaySettings with(@Nullable PeerIdentity identity) {
        return settings(identity, GatewayLimits.defaults());
    }

    static GatewaySettings limits(int connectionsMax, int streamsPerSandboxMax) {
        GatewayLimits base = GatewayLimits.defaults();
        return settings(
                null,
                new GatewayLimits(
                        connectionsMax,
                        streamsPerSandboxMax,
                        base.requestLineBytesMax(),
                        base.headerBytesMax(),
                        base.firstRequestWithin(),
                        base.nextRequestWithin(),
                        base.connectTimeout(),
                        base.exchangeIdle()));
    }

    static GatewaySettings patience(Duration firstRequest, Duration nextRequest, Duration exchangeIdle) {
        GatewayLimits base = GatewayLimits.defaults();
        return settings(
                null,
                new GatewayLimits(
                        base.connectionsMax(),
                        base.streamsPerSandboxMax(),
                        base.requestLineBytesMax(),
                        base.headerBytesMax(),
                        firstRequest,
                        nextRequest,
                        base.connectTimeout(),
                        exchangeIdle));
    }

    private static GatewaySettings settings(@Nullable PeerIdentity identity, GatewayLimits limits) {
        return new GatewaySettings("127.0.0.1", 0, "127.0.0.1", 0, identity, limits);
    }
}
