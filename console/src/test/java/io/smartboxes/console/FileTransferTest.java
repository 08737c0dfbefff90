package io.smartboxes.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.console.testing.FakeApi;
import io.smartboxes.console.testing.FakeGateway;
import io.smartboxes.console.testing.FakeProvider;
import io.smartboxes.console.testing.ScriptlessBrowser;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files between a browser and a sandbox, by way of the console. */
class FileTransferTest {

    private static final String SANDBOX = "sbx01m883tamreqyaaajfc57yj1m9";
    private static final int PATIENCE_SECONDS = 30;
    private static final int MIB = 1024 * 1024;
    private static final int TRANSFERS = 8;
    private static final byte[] BLOCK = new byte[64 * 1024];

    @TempDir
    Path folder;

    private FakeProvider provider;
    private FakeApi api;
    private FakeGateway gateway;
    private ConsoleServer console;
    private ScriptlessBrowser browser;

    @BeforeEach
    void start() throws Exception {
        provider = FakeProvider.start();
        api = FakeApi.start();
        gateway = FakeGateway.start();
        int port = freePort();
        var secret = Files.writeString(folder.resolve("secret"), "hush").toString();
        console = ConsoleServer.start(
                ConsoleSettings.read(Map.of(
                        "listen.port",
                        Integer.toString(port),
                        "public.url",
                        "http://127.0.0.1:" + port,
                        "api.url",
                        api.address().toString(),
                        "gateway.url",
                        gateway.address().toString(),
                        "oidc.issuer",
                        provider.issuer().toString(),
                        "files.upload-mib-max",
                        "4096",
                        "api.console-secret-file",
                        secret,
                        "oidc.client-secret-file",
                        secret)),
                InstantSource.system());
        browser = new ScriptlessBrowser(port);
        browser.get("/");
    }

    @AfterEach
    void stop() {
        gateway.close();
        console.close();
        api.close();
        provider.close();
    }

    @Test
    void bringsAFileAndGivesItBackByteForByte() throws Exception {
        byte[] bytes = new byte[9 * MIB + 7];
        new Random(1).nextBytes(bytes);

        var brought = upload("/home/user/data.bin", BodyPublishers.ofByteArray(bytes));
        var taken = download("/home/user/data.bin");

        assertThat(brought.statusCode()).as(brought.body()).isEqualTo(200);
        assertThat(taken.body()).isEqualTo(bytes);
        assertThat(gateway.paths()).noneMatch(path -> path.contains(".upload-"));
    }

    /** However it is named and whatever is in it, it is kept and not opened. */
    @Test
    void opensNoFileAsAPage() throws Exception {
        for (String name :
                new String[] {"evil.html", "x.svg", "a\"b\r\nSet-Cookie: x=y.html", "<script>", "\u202egnp.html"}) {
            gateway.file("/home/user/" + name, "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");

            var taken = download("/home/user/" + name);

            assertThat(taken.statusCode()).isEqualTo(200);
            assertThat(taken.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
            assertThat(taken.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(taken.headers().firstValue("Content-Disposition"))
                    .hasValueSatisfying(header -> assertThat(header).startsWith("attachment; "));
            assertThat(taken.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'", "sandbox"));
            assertThat(taken.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(get(content("/home/user/" + name) + "&as=image").statusCode())
                    .isEqualTo(415);
        }
    }

    @Test
    void showsPicturesAsWhatTheirBytesAre() throws Exception {
        gateway.file("/home/user/p.html", "GIF89a<script>".getBytes(StandardCharsets.ISO_8859_1));

        var shown = get(content("/home/user/p.html") + "&as=image");

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("Content-Type")).hasValue("image/gif");
        assertThat(shown.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(shown.headers().firstValue("Cross-Origin-Resource-Policy")).hasValue("same-origin");
        assertThat(shown.body()).hasSize(14);
    }

    @Test
    void putsAWholeFileInAnothersPlaceOrNothing() throws Exception {
        gateway.file("/home/user/a", "old");

        assertThat(upload("/home/user/a", BodyPublishers.ofString("new")).statusCode())
                .isEqualTo(409);
        assertThat(gateway.bytes("/home/user/a")).asString().isEqualTo("old");

        assertThat(upload("/home/user/a&overwrite=yes", BodyPublishers.ofString("new"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.bytes("/home/user/a")).asString().isEqualTo("new");

        gateway.folder("/home/user/sub");
        assertThat(upload("/home/user/sub&overwrite=yes", BodyPublishers.ofString("new"))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void leavesNothingOfAnUploadThatBreaks() throws Exception {
        gateway.file("/home/user/a", "old");
        var half = new SequenceInputStream(new ByteArrayInputStream(new byte[3 * MIB]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the network is gone");
            }
        });

        assertThatThrownBy(() -> upload("/home/user/a&overwrite=yes", stream(half, 9 * MIB)))
                .isInstanceOf(IOException.class);

        await(() -> gateway.calls().contains("POST /filesystem.Filesystem/Remove"));
        await(() -> gateway.paths().stream().noneMatch(path -> path.contains(".upload-")));
        assertThat(gateway.bytes("/home/user/a")).asString().isEqualTo("old");
    }

    @Test
    void refusesWhatIsTooBigAndNamesTheLimit() throws Exception {
        var refused = browser.send(
                content("/home/user/big"),
                request -> request.header("Smartboxes-Upload", "file")
                        .expectContinue(true)
                        .POST(stream(InputStream.nullInputStream(), 4097L * MIB)),
                BodyHandlers.ofString());

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("4096 MiB", "files.upload-mib-max");
        assertThat(gateway.calls()).isEmpty();
    }

    /** The cookie comes along from anywhere; the mark does not. */
    @Test
    void takesNothingFromAnotherSite() throws Exception {
        var unmarked = browser.send(
                content("/home/user/a"),
                request -> request.POST(BodyPublishers.ofString("x")),
                BodyHandlers.ofString());
        var foreign = browser.send(
                content("/home/user/a"),
                request -> request.header("Smartboxes-Upload", "file")
                        .header("Sec-Fetch-Site", "cross-site")
                        .POST(BodyPublishers.ofString("x")),
                BodyHandlers.ofString());

        assertThat(unmarked.statusCode()).isEqualTo(403);
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(gateway.calls()).isEmpty();
    }

    @Test
    void opensNothingWithoutASignInOrAgainstTheRole() throws Exception {
        gateway.file("/home/user/a", "old");
        var stranger = new ScriptlessBrowser(console.port());

        var posted = stranger.send(
                content("/home/user/a") + "&overwrite=yes",
                request -> request.header("Smartboxes-Upload", "file").POST(BodyPublishers.ofString("x")),
                BodyHandlers.ofString());
        api.role("viewer");
        var looked = get(content("/home/user/a"));

        assertThat(posted.statusCode()).isEqualTo(403);
        assertThat(looked.statusCode()).isEqualTo(403);
        assertThat(new String(looked.body(), StandardCharsets.UTF_8)).contains("Your role in this tenant is viewer.");
        assertThat(gateway.calls()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithAnAddress() throws Exception {
        for (String address : new String[] {
            "/content/x", "/content/../../x/y?path=/a", "/content/t/sbx1?path=/", "/content/t/sbx1?path=%00"
        }) {
            assertThat(get(address).statusCode()).as(address).isBetween(400, 404);
        }
        assertThat(get(content("/none")).statusCode()).isEqualTo(404);
        gateway.answer(new FakeApi.Answer(502, "{\"code\": 502, \"message\": \"The sandbox was not found\"}"));
        assertThat(new String(get(content("/none")).body(), StandardCharsets.UTF_8))
                .contains("This sandbox is not running any more", "gone with it");
    }

    @Test
    void holdsLessThanAMebibyteOfEachFileOnItsWay() throws Exception {
        var produced = new AtomicLong();
        var open = new ArrayList<AutoCloseable>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            download("/none");
            long before = liveHeap();
            for (int number = 0; number < TRANSFERS / 2; number++) {
                var endless = browser.send(content(FakeGateway.ENDLESS), request -> {}, BodyHandlers.ofInputStream());
                assertThat(endless.statusCode()).isEqualTo(200);
                open.add(endless.body());
            }
            var sending = new ArrayList<CompletableFuture<?>>();
            for (int number = 0; number < TRANSFERS / 2; number++) {
                String path = FakeGateway.STALLED + "/" + number;
                sending.add(CompletableFuture.runAsync(() -> uploadQuietly(path, counted(produced)), threads));
            }
            await(() -> gateway.calls().stream().filter("POST /files"::equals).count() == TRANSFERS / 2);
            still(() -> gateway.flooded() + produced.get());

            long held = liveHeap() - before;

            System.out.printf(
                    "%d files on their way: %d KiB of heap each, browser and gateway included; %d MiB moved before they stalled%n",
                    TRANSFERS, held / TRANSFERS / 1024, (gateway.flooded() + produced.get()) / MIB);
            assertThat(held / TRANSFERS).isLessThan(MIB);
            assertThat(get(content("/none")).statusCode()).as("one more").isEqualTo(429);
            for (var each : open) {
                each.close();
            }
            gateway.close();
            CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void uploadQuietly(String path, InputStream bytes) {
        try {
            upload(path, stream(bytes, 2_000L * MIB));
        } catch (IOException | InterruptedException expected) {
            // The gateway is closed at the end.
        }
    }

    private static InputStream counted(AtomicLong produced) {
        return new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] into, int offset, int length) {
                int taken = Math.min(length, BLOCK.length);
                produced.addAndGet(taken);
                return taken;
            }
        };
    }

    private static long liveHeap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static BodyPublisher stream(InputStream bytes, long length) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), length);
    }

    /** @param path may go on with parameters */
    private HttpResponse<String> upload(String path, BodyPublisher body) throws IOException, InterruptedException {
        int parameters = path.indexOf('&');
        String address =
                parameters < 0 ? content(path) : content(path.substring(0, parameters)) + path.substring(parameters);
        return browser.send(
                address, request -> request.header("Smartboxes-Upload", "file").POST(body), BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> download(String path) throws IOException, InterruptedException {
        return get(content(path));
    }

    private HttpResponse<byte[]> get(String address) throws IOException, InterruptedException {
        return browser.send(address, request -> {}, BodyHandlers.ofByteArray());
    }

    private String content(String path) {
        return "/content/" + api.tenant() + "/" + SANDBOX + "?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** Waits until a figure has not moved for a second. */
    private static void still(LongSupplier figure) throws InterruptedException {
        var last = new AtomicLong(-1);
        var since = new AtomicLong(System.nanoTime());
        await(() -> {
            long now = figure.getAsLong();
            if (last.getAndSet(now) != now) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > TimeUnit.SECONDS.toNanos(1);
        });
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
