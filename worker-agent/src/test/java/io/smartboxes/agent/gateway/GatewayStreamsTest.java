package io.smartboxes.agent.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes go both ways as they come, and the end of either side reaches the other. */
@Timeout(120)
class GatewayStreamsTest {

    private static final byte[] KIBIBYTE = new byte[1024];

    private final TestDirectory directory = new TestDirectory();
    private final SandboxServer guest = new SandboxServer("guest");
    private Gateway gateway;
    private RawClient client;
    private LocalSandbox sandbox;
    private String id;

    @BeforeEach
    void start() throws IOException {
        gateway = Gateway.start(TestSettings.ordinary(), directory, directory.terminals());
        client = new RawClient(gateway.port());
        sandbox = directory.start(guest);
        id = "E2b-Sandbox-Id: " + sandbox.id();
        guest.on("/echo", GatewayStreamsTest::echo).on("/endless", GatewayStreamsTest::endless);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        guest.close();
    }

    @Test
    void passesEachChunkOnBeforeTheRequestEnds() throws IOException {
        client.send("POST /echo HTTP/1.1", "Host: localhost", id, "Transfer-Encoding: chunked");
        assertThat(client.readHead().status()).isEqualTo(200);

        for (int round = 0; round < 5; round++) {
            String said = "message " + round;
            Http.writeChunk(client.out(), said.getBytes(UTF_8));

            assertThat(Http.readChunk(client.in())).map(String::new).contains(said);
        }
        client.write("0\r\n\r\n");

        assertThat(Http.readChunk(client.in())).isEmpty();
        assertThat(client.get("/next", "Host: localhost", id).body()).startsWith("guest GET /next");
    }

    @Test
    void deliversAnEarlyAnswerWhileTheUploadGoesOn() throws IOException {
        guest.on("/full", (head, in, out) -> {
            SandboxServer.answer(out, 507, "disk full");
            in.transferTo(OutputStream.nullOutputStream());
            return false;
        });
        client.send("POST /full HTTP/1.1", "Host: localhost", id, "Content-Length: 1000000");
        client.out().write(KIBIBYTE);

        var answer = client.read();

        assertThat(answer.status()).isEqualTo(507);
        assertThat(answer.body()).isEqualTo("disk full");
        for (int sent = 1024; sent < 1_000_000; sent += 1024) {
            client.out().write(KIBIBYTE, 0, Math.min(1024, 1_000_000 - sent));
        }
        assertThat(client.get("/next", "Host: localhost", id).body()).startsWith("guest GET /next");
    }

    @Test
    void closesTheConnectionOfAClientThatGoesOnUploadingToNobody() throws IOException {
        guest.on("/full", (head, in, out) -> SandboxServer.answer(out, 507, "disk full"));
        client.send("POST /full HTTP/1.1", "Host: localhost", id, "Content-Length: 1000000");
        assertThat(client.read().status()).isEqualTo(507);

        assertThat(client.isEnded()).isTrue();
    }

    @Test
    void tellsTheSandboxThatTheClientLeft() throws IOException {
        client.send("GET /endless HTTP/1.1", "Host: localhost", id);
        client.readHead();
        Http.readChunk(client.in());

        client.close();

        Eventually.holds("the sandbox's connection is closed", () -> guest.connectionsOpen() == 0);
    }

    @Test
    void tellsTheSandboxThatAnUploadWasCutShort() throws IOException {
        var cut = new CountDownLatch(1);
        guest.on("/upload", (head, in, out) -> {
            try {
                Http.readBody(head, in);
            } catch (IOException incomplete) {
                cut.countDown();
            }
            return false;
        });
        client.send("POST /upload HTTP/1.1", "Host: localhost", id, "Content-Length: 100000");
        client.out().write(KIBIBYTE);
        Eventually.holds("the upload has begun", () -> !guest.seen().isEmpty());

        client.close();

        Eventually.holds("the sandbox sees the cut", () -> cut.getCount() == 0);
    }

    @Test
    void breaksTheConnectionWhenTheAnswerIsNotWhole() throws IOException {
        guest.on("/short", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc");
            return false;
        });
        client.send("GET /short HTTP/1.1", "Host: localhost", id);

        Http.Head head = client.readHead();

        assertThatThrownBy(() -> Http.readBody(head, client.in())).isInstanceOf(IOException.class);
    }

    @Test
    void saysThatTheSandboxHungUpBeforeAnswering() throws IOException {
        guest.on("/rude", (head, in, out) -> false);
        client.send("POST /rude HTTP/1.1", "Host: localhost", id, "Content-Length: 0");

        var answer = client.read();

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"code\":502,\"message\":\"The sandbox closed the connection before it answered the request\"}");
    }

    @Test
    void endsStreamsAtOnceWhenTheSandboxEnds() throws IOException {
        client.send("GET /endless HTTP/1.1", "Host: localhost", id);
        Http.Head head = client.readHead();

        directory.end(sandbox, gateway);

        assertThatThrownBy(() -> Http.readBody(head, client.in())).isInstanceOf(IOException.class);
        Eventually.holds("the sandbox's connections are closed", () -> guest.connectionsOpen() == 0);
        try (var probe = new RawClient(gateway.port())) {
            var health = probe.get("/health", "Host: localhost", id);
            assertThat(health.status()).isEqualTo(502);
            assertThat(health.body()).contains("was not found");
        }
    }

    @Test
    void answersWhatWaitsForAnAnswerWhenTheSandboxEnds() throws IOException {
        var arrived = new CountDownLatch(1);
        guest.on("/mute", (head, in, out) -> {
            arrived.countDown();
            return in.read() < 0;
        });
        client.send("POST /mute HTTP/1.1", "Host: localhost", id, "Content-Length: 0");
        Eventually.holds("the request has arrived", () -> arrived.getCount() == 0);

        directory.end(sandbox, gateway);

        var answer = client.read();
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("The sandbox was not found");
    }

    @Test
    void asksTheClientToContinueWhenTheSandboxDoes() throws IOException {
        guest.on("/careful", (head, in, out) -> {
            assertThat(head.field("expect")).contains("100-continue");
            Http.write(out, "HTTP/1.1 100 Continue\r\n\r\n");
            return SandboxServer.answer(out, 200, new String(Http.readBody(head, in), UTF_8));
        });
        client.send("POST /careful HTTP/1.1", "Host: localhost", id, "Content-Length: 4", "Expect: 100-continue");

        assertThat(client.readHead().status()).isEqualTo(100);
        client.write("body");

        assertThat(client.read().body()).isEqualTo("body");
    }

    @Test
    void passesTrailersOfTheAnswer() throws IOException {
        guest.on("/trailers", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n");
            Http.writeChunk(out, "abc".getBytes(UTF_8));
            Http.write(out, "0\r\nX-Sum: 42\r\n\r\n");
            return true;
        });
        client.send("GET /trailers HTTP/1.1", "Host: localhost", id);
        client.readHead();
        assertThat(Http.readChunk(client.in())).map(String::new).contains("abc");

        byte[] end = client.in().readNBytes("0\r\nX-Sum: 42\r\n\r\n".length());

        assertThat(new String(end, UTF_8)).isEqualToIgnoringCase("0\r\nX-Sum: 42\r\n\r\n");
    }

    @Test
    void passesTheHeadOnBeforeThereIsABody() throws IOException {
        var release = new CountDownLatch(1);
        guest.on("/later", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            awaitQuietly(release);
            Http.writeChunk(out, "late".getBytes(UTF_8));
            Http.write(out, "0\r\n\r\n");
            return true;
        });
        client.send("GET /later HTTP/1.1", "Host: localhost", id);

        Http.Head head = client.readHead();
        release.countDown();

        assertThat(head.status()).isEqualTo(200);
        assertThat(new String(Http.readBody(head, client.in()), UTF_8)).isEqualTo("late");
    }

    @Test
    void passesAnAnswerThatEndsWithItsConnection() throws IOException {
        guest.on("/old", (head, in, out) -> {
            Http.write(out, "HTTP/1.0 200 OK\r\nServer: old\r\n\r\nall of it");
            return false;
        });

        var answer = client.get("/old", "Host: localhost", id);

        assertThat(answer.body()).isEqualTo("all of it");
        assertThat(client.get("/next", "Host: localhost", id).status()).isEqualTo(200);
    }

    @Test
    void keepsBodilessAnswersBodiless() throws IOException {
        guest.on("/file", (head, in, out) -> {
                    Http.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n");
                    return true;
                })
                .on("/same", (head, in, out) -> {
                    Http.write(out, "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
                    return true;
                });

        client.send("HEAD /file HTTP/1.1", "Host: localhost", id);
        Http.Head head = client.readHead();
        var same = client.get("/same", "Host: localhost", id);

        assertThat(head.field("content-length")).contains("12345");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.head().field("etag")).contains("\"a\"");
        assertThat(client.get("/next", "Host: localhost", id).status()).isEqualTo(200);
    }

    @Test
    void answersARefusedHeadRequestWithoutBody() throws IOException {
        client.send("HEAD /x HTTP/1.1", "Host: localhost", "E2b-Sandbox-Id: sbxgone");

        assertThat(client.readHead().status()).isEqualTo(502);
        assertThat(client.get("/next", "Host: localhost", id).status()).isEqualTo(200);
    }

    @Test
    void servesClientsOfHttp10() throws IOException {
        guest.on("/stream", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            Http.writeChunk(out, "one ".getBytes(UTF_8));
            Http.writeChunk(out, "two".getBytes(UTF_8));
            Http.write(out, "0\r\n\r\n");
            return true;
        });
        client.send("GET /stream HTTP/1.0", "Host: localhost", id);

        Http.Head head = client.readHead();

        assertThat(head.isChunked()).isFalse();
        assertThat(new String(client.in().readAllBytes(), UTF_8)).isEqualTo("one two");
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        String request = "GET /%d HTTP/1.1\r\nHost: localhost\r\n" + id + "\r\n\r\n";
        client.write(request.formatted(1) + request.formatted(2) + request.formatted(3));

        for (int number = 1; number <= 3; number++) {
            assertThat(client.read().body()).startsWith("guest GET /" + number + " ");
        }
    }

    @Test
    void repeatsOnlyWhatIsSafeToRepeatOnADeadConnection() throws IOException {
        var hangUps = new AtomicInteger(1);
        SandboxServer.Handler hangsUpOnce =
                (head, in, out) -> hangUps.getAndDecrement() <= 0 && SandboxServer.answer(out, 200, "at last");
        guest.on("/flaky", hangsUpOnce);

        var read = client.get("/flaky", "Host: localhost", id);
        hangUps.set(1);
        client.send("POST /flaky HTTP/1.1", "Host: localhost", id, "Content-Length: 0");
        var written = client.read();

        assertThat(read.body()).isEqualTo("at last");
        assertThat(written.status()).isEqualTo(502);
        assertThat(guest.seen())
                .filteredOn(head -> head.line().startsWith("POST"))
                .hasSize(1);
    }

    @Test
    void stopsTheSandboxFromWritingWhatTheClientDoesNotRead() throws IOException {
        var written = new AtomicLong();
        guest.on("/flood", (head, in, out) -> {
            Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] block = new byte[64 * 1024];
            for (int round = 0; round < 4096; round++) {
                Http.writeChunk(out, block);
                written.addAndGet(block.length);
            }
            return false;
        });
        client.send("GET /flood HTTP/1.1", "Host: localhost", id);
        client.readHead();

        long still = stillValue(written);

        assertThat(still).isLessThan(64L * 1024 * 1024);
    }

    @Test
    void carriesManyMegabytesForTheJdksClient() throws Exception {
        byte[] body = new byte[20_000_000];
        new Random(42).nextBytes(body);
        guest.on(
                        "/store",
                        (head, in, out) ->
                                SandboxServer.answer(out, 200, "" + Arrays.hashCode(Http.readBody(head, in))))
                .on("/load", (head, in, out) -> {
                    Http.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n");
                    out.write(body);
                    return true;
                });
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest store = request("/store")
                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build();

            var stored = http.send(store, HttpResponse.BodyHandlers.ofString());
            var loaded = http.send(request("/load").build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(stored.body()).isEqualTo("" + Arrays.hashCode(body));
            assertThat(loaded.body()).isEqualTo(body);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + gateway.port() + path))
                .header("E2b-Sandbox-Id", sandbox.id().toString());
    }

    /** Waits until the counter has not moved for a second. */
    static long stillValue(AtomicLong counter) {
        var last = new AtomicLong(-1);
        var since = new AtomicLong(System.nanoTime());
        Eventually.holds("the sandbox stops writing", () -> {
            if (last.getAndSet(counter.get()) != counter.get()) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > 1_000_000_000L && counter.get() > 0;
        });
        return counter.get();
    }

    private static boolean echo(Http.Head head, InputStream in, OutputStream out) throws IOException {
        Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (Optional<byte[]> chunk = Http.readChunk(in); chunk.isPresent(); chunk = Http.readChunk(in)) {
            Http.writeChunk(out, chunk.get());
        }
        Http.write(out, "0\r\n\r\n");
        return true;
    }

    private static boolean endless(Http.Head head, InputStream in, OutputStream out) throws IOException {
        Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (true) {
            Http.writeChunk(out, KIBIBYTE);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
