package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.id.WorkerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that would be unsafe or cannot work are refused before anything listens. */
class GatewaySettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost", "::1"})
    void takesPlainTextBetweenWorkersOfOneHost(String peerHost) {
        assertThatCode(() -> settings(peerHost, null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.0.0.1", "worker.example.com", "::"})
    void wantsCertificatesBetweenHosts(String peerHost) {
        PeerIdentity identity = new TestAuthority().worker(WorkerId.next(InstantSource.system()));

        assertThatThrownBy(() -> settings(peerHost, null))
                .hasMessageContaining("peer.host " + peerHost + " is not a loopback address");
        assertThatCode(() -> settings(peerHost, identity)).doesNotThrowAnyException();
    }

    @Test
    void takesAsManyConnectionsAsTheHeapHolds() {
        assertThat(GatewayLimits.connectionsFor(1L << 20)).isEqualTo(64);
        assertThat(GatewayLimits.connectionsFor(128L << 20)).isEqualTo(341);
        assertThat(GatewayLimits.connectionsFor(1L << 30)).isEqualTo(2_730);
        assertThat(GatewayLimits.connectionsFor(1L << 40)).isEqualTo(10_000);
    }

    @Test
    void namesTheAddressThatItCannotHave() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var settings = new GatewaySettings(
                    "127.0.0.1", taken.getLocalPort(), "127.0.0.1", 0, null, GatewayLimits.defaults());

            assertThatThrownBy(() -> Gateway.start(settings, new TestDirectory(), new TestDirectory().terminals()))
                    .hasMessageStartingWith("The gateway cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static GatewaySettings settings(String peerHost, PeerIdentity identity) {
        return new GatewaySettings("127.0.0.1", 0, peerHost, 0, identity, GatewayLimits.defaults());
    }
}
