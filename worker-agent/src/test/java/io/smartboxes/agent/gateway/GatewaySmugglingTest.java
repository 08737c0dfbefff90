package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that two readers could read differently never reaches a sandbox as two, nor as somebody else's. */
@Timeout(120)
class GatewaySmugglingTest {

    private final TestDirectory directory = new TestDirectory();
    private final SandboxServer guest = new SandboxServer("guest");
    private final SandboxServer other = new SandboxServer("other");
    private Gateway gateway;
    private RawClient client;
    private LocalSandbox sandbox;
    private String id;

    @BeforeEach
    void start() throws IOException {
        gateway = Gateway.start(TestSettings.ordinary(), directory, directory.terminals());
        sandbox = directory.start(guest);
        directory.start(other);
        client = new RawClient(gateway.port());
        id = "E2b-Sandbox-Id: " + sandbox.id();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        guest.close();
        other.close();
    }

    @Test
    void framesABodyWithBothLengthsOnce() throws IOException {
        client.send("POST /a HTTP/1.1", "Host: localhost", id, "Content-Length: 4", "Transfer-Encoding: chunked");
        client.write("0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n" + id + "\r\n\r\n");

        client.read();
        client.read();

        // Chunked wins, as RFC 9112 says: what follows is a request of its own to both readers.
        assertThat(guest.seen()).hasSize(2);
        assertThat(guest.seen().getFirst().fields()).doesNotContainKey("content-length");
        assertThat(guest.seen().getFirst().isChunked()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: +5",
                "Content-Length: -1",
                "Transfer-Encoding : chunked",
                "Content-Length: 5\r\n Transfer-Encoding: chunked",
                "X-A: a\u0000b",
                "X-A: b\rE2b-Sandbox-Port: 1",
            })
    void refusesOddFraming(String field) throws IOException {
        client.send("POST /a HTTP/1.1", "Host: localhost", id, field);
        client.write("5\r\nhello\r\n0\r\n\r\n");

        assertThat(client.readHead().status()).isEqualTo(400);
        assertThat(guest.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a.test\r\nHost: b.test",
                "Host: a b",
                "Host: a.test/../x",
                "Host: user@a.test",
                "Host: a.test:99999999",
                "Host: 0-sbxabc.a.test",
                "Host: 65536-sbxabc.a.test",
                "Host: 00080-sbxabc.a.test",
                "Host: 3000-.a.test",
                "Host: 3000-sbx_abc.a.test",
                "Host: localhost\r\nE2b-Sandbox-Id: SBX",
                "Host: localhost\r\nE2b-Sandbox-Id: a b",
                "Host: localhost\r\nE2b-Sandbox-Id: ../x",
                "Host: localhost\r\nE2b-Sandbox-Id: a\r\nE2b-Sandbox-Id: b",
                "Host: localhost\r\nE2b-Sandbox-Id:",
                "Host: localhost\r\nE2b-Sandbox-Port: 80",
                "Host: localhost\r\nE2b-Sandbox-Id: a\r\nE2b-Sandbox-Port: 0",
                "Host: localhost\r\nE2b-Sandbox-Id: a\r\nE2b-Sandbox-Port: 65536",
                "Host: localhost\r\nE2b-Sandbox-Id: a\r\nE2b-Sandbox-Port: -1",
                "Host: localhost\r\nE2b-Sandbox-Id: a\r\nE2b-Sandbox-Port: 8 0",
                "Host: localhost\r\nE2b-Sandbox-Id: a\r\nE2b-Sandbox-Port: 80\r\nE2b-Sandbox-Port: 81",
            })
    void refusesMalformedAddressesWithAReason(String fields) throws IOException {
        var answer = client.get("/health2", fields);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"code\":400,\"message\":\"");
        assertThat(guest.seen()).isEmpty();
    }

    @Test
    void refusesAHostAndHeadersThatDisagree() throws IOException {
        SandboxId another = SandboxId.next(InstantSource.system());

        var otherSandbox = client.get("/", "Host: 49983-" + sandbox.id() + ".a.test", "E2b-Sandbox-Id: " + another);
        var otherPort = client.get("/", "Host: 49983-" + sandbox.id() + ".a.test", id, "E2b-Sandbox-Port: 80");
        var same = client.get("/", "Host: 49983-" + sandbox.id() + ".a.test", id, "E2b-Sandbox-Port: 49983");

        assertThat(otherSandbox.status()).isEqualTo(400);
        assertThat(otherSandbox.body()).contains("name different sandboxes or ports");
        assertThat(otherPort.status()).isEqualTo(400);
        assertThat(same.status()).isEqualTo(200);
    }

    @Test
    void takesAbsoluteTargetsOnlyOfTheNamedHost() throws IOException {
        var same = client.get("http://localhost/a?b", "Host: localhost", id);
        var conflicting = client.get("http://49983-" + sandbox.id() + ".a.test/a", "Host: localhost");
        var otherScheme = client.get("ftp://localhost/a", "Host: localhost", id);

        assertThat(same.body()).startsWith("guest GET /a?b HTTP/1.1");
        assertThat(conflicting.status()).isEqualTo(400);
        assertThat(otherScheme.status()).isEqualTo(400);
    }

    @Test
    void opensNoTunnelByConnect() throws IOException {
        client.send("CONNECT 127.0.0.1:22 HTTP/1.1", "Host: 127.0.0.1:22", id);

        assertThat(client.readHead().status()).isIn(400, 405);
    }

    @Test
    void keepsHopByHopFieldsAndItsOwnToItself() throws IOException {
        client.get(
                "/a",
                "Host: localhost",
                id,
                "Connection: X-Secret, E2b-Sandbox-Id",
                "X-Secret: 1",
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "Proxy-Authorization: x",
                "SmartBoxes-Passed-On: 1");

        assertThat(guest.seen().getFirst().fields())
                .doesNotContainKeys("x-secret", "keep-alive", "te", "proxy-authorization", "smartboxes-passed-on")
                .containsKey("e2b-sandbox-id");
    }

    @Test
    void takesNoSayOnItsPeersFromASandbox() throws IOException {
        guest.on("/spoof", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nSmartBoxes-Not-Here: 1\r\nContent-Length: 0\r\n\r\n");
            return true;
        });

        assertThat(client.get("/spoof", "Host: localhost", id).head().fields())
                .doesNotContainKey("smartboxes-not-here");
    }

    @Test
    void namesTheLimitOfARequestLineThatIsTooLong() throws IOException {
        var answer = client.get("/" + "a".repeat(20_000), "Host: localhost", id);

        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.body()).contains("gateway.request-line-bytes-max", "16384");
    }

    @Test
    void namesTheLimitOfHeadersThatAreTooLong() throws IOException {
        var answer = client.get("/", "Host: localhost", id, "X-Long: " + "a".repeat(70_000));

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.body()).contains("gateway.header-bytes-max", "65536");
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        client.send("SSH-2.0-OpenSSH_9.2");

        assertThat(client.readHead().status()).isEqualTo(400);
    }
}
