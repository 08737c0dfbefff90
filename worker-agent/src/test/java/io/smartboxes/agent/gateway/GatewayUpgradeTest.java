package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A WebSocket is a pipe of bytes to the gateway: whatever is said in it passes, and its end ends both sides. */
@Timeout(120)
class GatewayUpgradeTest {

    private static final String[] UPGRADE = {
        "Connection: keep-alive, Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: a2V5"
    };

    private final TestDirectory directory = new TestDirectory();
    private final SandboxServer guest = new SandboxServer("guest");
    private Gateway gateway;
    private LocalSandbox sandbox;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        gateway = Gateway.start(TestSettings.ordinary(), directory, directory.terminals());
        sandbox = directory.start(guest);
        client = new RawClient(gateway.port());
        guest.on("/echo", (head, in, out) -> {
            accept(head, out);
            in.transferTo(out);
            return false;
        });
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        guest.close();
    }

    @Test
    void carriesTheJdksWebSocket() throws Exception {
        guest.on("/socket", GatewayUpgradeTest::echoFrames);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .header("E2b-Sandbox-Id", sandbox.id().toString())
                    .buildAsync(URI.create("ws://localhost:" + gateway.port() + "/socket"), new Listener(heard))
                    .get(20, TimeUnit.SECONDS);

            socket.sendText("hello", true);
            String first = heard.poll(20, TimeUnit.SECONDS);
            socket.sendBinary(ByteBuffer.wrap("world".getBytes(UTF_8)), true);
            String second = heard.poll(20, TimeUnit.SECONDS);
            socket.abort();

            assertThat(first).isEqualTo("hello");
            assertThat(second).isEqualTo("world");
        }
        Eventually.holds("the sandbox's connection is closed", () -> guest.connectionsOpen() == 0);
    }

    @Test
    void opensATunnelAndKeepsTheHandshakesHeaders() throws IOException {
        upgrade("/echo");

        Http.Head head = client.readHead();
        client.write("raw bytes");

        assertThat(head.status()).isEqualTo(101);
        assertThat(head.field("upgrade")).contains("websocket");
        assertThat(head.field("connection")).contains("Upgrade");
        assertThat(head.field("sec-websocket-accept")).isPresent();
        assertThat(guest.seen().getFirst().field("sec-websocket-key")).contains("a2V5");
        assertThat(new String(client.in().readNBytes(9), UTF_8)).isEqualTo("raw bytes");
    }

    @Test
    void deliversWhatTheSandboxSaidJustBeforeItHungUp() throws IOException {
        guest.on("/bye", (head, in, out) -> {
            accept(head, out);
            out.write(new byte[300_000]);
            Http.write(out, "bye");
            return false;
        });
        upgrade("/bye");
        client.readHead();

        byte[] all = client.in().readAllBytes();

        assertThat(new String(all, UTF_8)).endsWith("bye");
        assertThat(all).hasSize(300_003);
    }

    @Test
    void endsTunnelsAtOnceWhenTheSandboxEnds() throws IOException {
        upgrade("/echo");
        client.readHead();

        directory.end(sandbox, gateway);

        assertThat(client.isEnded()).isTrue();
        Eventually.holds("the sandbox's connection is closed", () -> guest.connectionsOpen() == 0);
    }

    @Test
    void passesTheAnswerOfASandboxThatRefusesTheUpgrade() throws IOException {
        guest.on("/no", (head, in, out) -> SandboxServer.answer(out, 403, "members only"));
        upgrade("/no");

        var answer = client.read();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("members only");
        assertThat(client.get("/next", "Host: localhost", "E2b-Sandbox-Id: " + sandbox.id())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersARequestToSpeakHttp2InHttp11() throws IOException {
        var answer = client.get(
                "/plain",
                "Host: localhost",
                "E2b-Sandbox-Id: " + sandbox.id(),
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__");

        assertThat(answer.body()).startsWith("guest GET /plain HTTP/1.1");
        assertThat(guest.seen().getFirst().fields()).doesNotContainKeys("upgrade", "http2-settings");
    }

    @Test
    void stopsTheSandboxFromWritingWhatTheClientDoesNotRead() throws IOException {
        var written = new AtomicLong();
        var stalled = new CountDownLatch(1);
        guest.on("/flood", (head, in, out) -> {
            accept(head, out);
            byte[] block = new byte[64 * 1024];
            for (int round = 0; round < 4096; round++) {
                out.write(block);
                written.addAndGet(block.length);
            }
            stalled.countDown();
            return false;
        });
        upgrade("/flood");
        client.readHead();

        long still = GatewayStreamsTest.stillValue(written);

        assertThat(still).isLessThan(64L * 1024 * 1024);
        assertThat(stalled.getCount()).isEqualTo(1);
    }

    private void upgrade(String path) throws IOException {
        client.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nE2b-Sandbox-Id: " + sandbox.id() + "\r\n");
        client.send(UPGRADE);
    }

    private static void accept(Http.Head head, OutputStream out) throws IOException {
        assertThat(head.field("connection")).contains("Upgrade");
        Http.write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Accept: "
                        + acceptKey(head.field("sec-websocket-key").orElseThrow()) + "\r\n\r\n");
    }

    private static String acceptKey(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    /** RFC 6455 frames of up to 125 bytes, unmasked and sent back. */
    private static boolean echoFrames(Http.Head head, InputStream in, OutputStream out) throws IOException {
        accept(head, out);
        for (int first = in.read(); first >= 0; first = in.read()) {
            int length = in.read() & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int index = 0; index < length; index++) {
                payload[index] ^= mask[index % 4];
            }
            out.write(first);
            out.write(length);
            out.write(payload);
            out.flush();
        }
        return false;
    }

    private record Listener(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            heard.add(UTF_8.decode(data).toString());
            return WebSocket.Listener.super.onBinary(socket, data, last);
        }
    }
}
