package io.smartboxes.controlplane.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressesTest {

    private static final String STRANGER = "198.51.100.9";
    private static final String PROXY = "10.0.0.1";

    private final ClientAddresses addresses =
            new ClientAddresses(new ProxyConfig(List.of("10.0.0.0/24", "2001:db8::1")));

    @Test
    void believesTheConnectionOfAStranger() {
        assertThat(client(STRANGER)).isEqualTo(STRANGER);
        assertThat(client(STRANGER, "203.0.113.7")).isEqualTo(STRANGER);
        assertThat(client(STRANGER, PROXY)).isEqualTo(STRANGER);
    }

    @Test
    void believesAProxyOfOurs() {
        assertThat(client(PROXY, "203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(client("2001:db8::1", " 2001:db8:2::7 ")).isEqualTo("2001:db8:2:0:0:0:0:7");
    }

    @Test
    void readsBackwardsUpToTheFirstThatIsNotOurs() {
        assertThat(client(PROXY, "127.0.0.1, 203.0.113.7, 10.0.0.2")).isEqualTo("203.0.113.7");
        assertThat(client(PROXY, "127.0.0.1", "203.0.113.7", "10.0.0.2")).isEqualTo("203.0.113.7");
        assertThat(client(PROXY, "10.0.0.3, 10.0.0.2")).isEqualTo("10.0.0.3");
    }

    @Test
    void standsByTheProxyWhereItSaysNothingUseful() {
        assertThat(client(PROXY)).isEqualTo(PROXY);
        assertThat(client(PROXY, "203.0.113.7, unknown")).isEqualTo(PROXY);
        assertThat(client(PROXY, "203.0.113.7, [2001:db8::5]:80, 10.0.0.2")).isEqualTo("10.0.0.2");
    }

    @Test
    void trustsNobodyByDefault() {
        var trusting = new ClientAddresses(new ProxyConfig(List.of()));

        assertThat(trusting.behind(InetAddress.ofLiteral("127.0.0.1"), List.of("203.0.113.7")))
                .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    }

    private String client(String peer, String... forwarded) {
        return addresses.behind(InetAddress.ofLiteral(peer), List.of(forwarded)).getHostAddress();
    }
}
