package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every limit is met with an answer that names it, or with the end of a connection that nobody waits on. */
@Timeout(120)
class GatewayLimitsTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final TestDirectory directory = new TestDirectory();
    private final SandboxServer guest = new SandboxServer("guest");
    private final LocalSandbox sandbox = directory.start(guest);
    private final String id = "E2b-Sandbox-Id: " + sandbox.id();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<RawClient> clients = new ArrayList<>();
    private Gateway gateway;

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        for (RawClient client : clients) {
            client.close();
        }
        gateway.close();
        guest.close();
    }

    @Test
    void refusesOneMoreConnectionThanAllowed() throws IOException {
        gateway = Gateway.start(TestSettings.limits(2, 100), directory, directory.terminals());
        for (int number = 0; number < 2; number++) {
            assertThat(connect().get("/a", "Host: localhost", id).status()).isEqualTo(200);
        }

        RawClient third = connect();
        var refused = third.get("/a", "Host: localhost", id);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("gateway.connections-max", "2 open connections");
        assertThat(third.isEnded()).isTrue();
        assertThat(clients.getFirst().get("/b", "Host: localhost", id).status()).isEqualTo(200);
    }

    @Test
    void takesConnectionsAgainWhenOthersHaveClosed() throws IOException {
        gateway = Gateway.start(TestSettings.limits(1, 100), directory, directory.terminals());
        RawClient first = connect();
        first.get("/a", "Host: localhost", id);

        first.close();

        Eventually.holds("a new connection is served", () -> {
            try (var next = new RawClient(gateway.port())) {
                return next.get("/a", "Host: localhost", id).status() == 200;
            } catch (IOException closed) {
                return false;
            }
        });
    }

    @Test
    void refusesOneMoreStreamOfASandboxThanAllowed() throws IOException {
        gateway = Gateway.start(TestSettings.limits(100, 2), directory, directory.terminals());
        guest.on("/wait", (head, in, out) -> {
            awaitQuietly(release);
            return SandboxServer.answer(out, 200, "");
        });
        for (int number = 0; number < 2; number++) {
            connect().send("GET /wait HTTP/1.1", "Host: localhost", id);
        }
        Eventually.holds("both are under way", () -> guest.seen().size() == 2);

        var refused = connect().get("/a", "Host: localhost", id);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head().field("retry-after")).contains("1");
        assertThat(refused.body()).contains("gateway.streams-per-sandbox-max");
    }

    @Test
    void closesAConnectionThatNeverAsks() throws IOException {
        gateway = Gateway.start(
                TestSettings.patience(Duration.ofMillis(200), LONG, LONG), directory, directory.terminals());

        assertThat(connect().isEnded()).isTrue();
    }

    @Test
    void closesAConnectionThatSendsItsHeadByteByByte() throws Exception {
        gateway = Gateway.start(
                TestSettings.patience(Duration.ofMillis(300), LONG, LONG), directory, directory.terminals());
        RawClient slow = connect();
        var dripping = Thread.ofVirtual().start(() -> {
            try {
                slow.write("GET / HTTP/1.1\r\nX-Slow: ");
                while (true) {
                    slow.write("a");
                    release.await(20, TimeUnit.MILLISECONDS);
                }
            } catch (IOException | InterruptedException closed) {
                // This is what the test waits for.
            }
        });

        assertThat(slow.isEnded()).isTrue();
        assertThat(dripping.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void closesAKeptConnectionThatAsksNoMore() throws IOException {
        gateway = Gateway.start(
                TestSettings.patience(LONG, Duration.ofMillis(200), LONG), directory, directory.terminals());
        RawClient client = connect();
        client.get("/a", "Host: localhost", id);

        assertThat(client.isEnded()).isTrue();
    }

    @Test
    void leavesAConnectionAloneWhileARequestIsUnderWay() throws IOException {
        gateway = Gateway.start(
                TestSettings.patience(Duration.ofMillis(100), Duration.ofMillis(100), LONG),
                directory,
                directory.terminals());
        guest.on("/wait", (head, in, out) -> {
            awaitQuietly(release);
            return SandboxServer.answer(out, 200, "patient");
        });
        RawClient patient = connect();
        patient.send("GET /wait HTTP/1.1", "Host: localhost", id);
        assertThat(connect().isEnded()).as("an idle one is closed meanwhile").isTrue();

        release.countDown();

        assertThat(patient.read().body()).isEqualTo("patient");
    }

    @Test
    void answersForASandboxThatStaysSilentTooLong() throws IOException {
        gateway = Gateway.start(
                TestSettings.patience(LONG, LONG, Duration.ofSeconds(1)), directory, directory.terminals());
        guest.on("/mute", (head, in, out) -> in.read() < 0);

        var answer = connect().get("/mute", "Host: localhost", id);

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body()).contains("for 1 s (limit gateway.exchange-idle-seconds)");
    }

    @Test
    void endsAStreamThatStaysSilentTooLong() throws IOException {
        gateway = Gateway.start(
                TestSettings.patience(LONG, LONG, Duration.ofSeconds(1)), directory, directory.terminals());
        guest.on("/stuck", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            return in.read() < 0;
        });
        RawClient client = connect();
        client.send("GET /stuck HTTP/1.1", "Host: localhost", id);
        client.readHead();

        assertThat(client.isEnded()).isTrue();
        Eventually.holds("the sandbox's connection is closed", () -> guest.connectionsOpen() == 0);
    }

    @Test
    void keepsAStreamThatIsHeardOfNowAndThen() throws IOException {
        gateway = Gateway.start(
                TestSettings.patience(LONG, LONG, Duration.ofSeconds(1)), directory, directory.terminals());
        guest.on("/beats", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int beat = 0; beat < 6; beat++) {
                awaitQuietly(release, Duration.ofMillis(400));
                Http.writeChunk(out, "beat".getBytes(StandardCharsets.UTF_8));
            }
            Http.write(out, "0\r\n\r\n");
            return true;
        });

        var answer = connect().get("/beats", "Host: localhost", id);

        assertThat(answer.body()).isEqualTo("beat".repeat(6));
    }

    private RawClient connect() throws IOException {
        RawClient client = new RawClient(gateway.port());
        clients.add(client);
        return client;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        awaitQuietly(latch, Duration.ofSeconds(30));
    }

    private static void awaitQuietly(CountDownLatch latch, Duration limit) {
        try {
            latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
