package io.smartboxes.agent.log;

import static io.smartboxes.agent.log.LogFixture.forward;
import static io.smartboxes.agent.log.LogFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogsTest {

    @TempDir
    private Path directory;

    private final SandboxId id = LogFixture.newSandbox();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private LogFixture fixture;
    private HttpServer guest;
    private volatile String tells = "";

    @BeforeEach
    void serve() throws IOException {
        fixture = new LogFixture(directory);
        guest = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        guest.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        guest.createContext("/logs", this::answer);
        guest.start();
        fixture.running.put(id, place());
    }

    private LogHost.Place place() {
        return new LogHost.Place(1, guest.getAddress(), "secret");
    }

    /** A stream stays open until the test is over, unless only what is there was asked for. */
    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        asked.add(query + " " + exchange.getRequestHeaders().getFirst("SmartBoxes-Worker-Token"));
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                var body = exchange.getResponseBody()) {
            body.write(tells.getBytes(StandardCharsets.UTF_8));
            body.flush();
            if (!query.contains("once")) {
                over.await();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        over.countDown();
        guest.stop(0);
    }

    private static String line(long number, String text) {
        return "{\"n\":" + number + ",\"t\":5,\"v\":\"info\",\"s\":\"stdout\",\"p\":7,\"l\":\"" + text + "\"}\n";
    }

    @Test
    void followsASandboxFromItsStartToItsLastWords() throws Exception {
        tells = line(1, "one") + "\n" + line(2, "two");
        try (Logs logs = fixture.logs(LogFixture.LIMITS)) {
            logs.runs(id, 1, true);
            Eventually.holds(() -> assertThat(
                            texts(logs.read(id, forward(0, 10)).orElseThrow()))
                    .containsExactly("Sandbox started.", "one", "two"));
            assertThat(asked).containsExactly("from=1 secret");

            tells = line(2, "two") + line(3, "last words");
            logs.ending(id, 1, Optional.of(place()), true, "asked (api:kill)");
            fixture.running.clear();

            LogPage page = logs.read(id, forward(0, 10)).orElseThrow();
            assertThat(texts(page)).endsWith("two", "last words", "Sandbox ended: asked (api:kill)");
            assertThat(page.ended()).isTrue();
            assertThat(asked.getLast()).isEqualTo("once=true&from=3 secret");
        }
    }

    @Test
    void theNextAgentGoesOnWhereTheLogStands() throws Exception {
        tells = line(1, "one");
        try (Logs logs = fixture.logs(LogFixture.LIMITS)) {
            logs.runs(id, 1, true);
            Eventually.holds(() -> assertThat(
                            texts(logs.read(id, forward(0, 10)).orElseThrow()))
                    .contains("one"));
        }
        tells = line(5, "five");
        try (Logs next = fixture.logs(LogFixture.LIMITS)) {
            next.runs(id, 1, false);

            Eventually.holds(() -> assertThat(
                            texts(next.read(id, forward(0, 10)).orElseThrow()))
                    .containsExactly(
                            "Sandbox started.", "one", "3 lines are missing here: they came too fast.", "five"));
            assertThat(asked).endsWith("from=2 secret");
        }
    }

    @Test
    void endsQuicklyWhateverTheGuestDoes() throws Exception {
        try (Logs logs = fixture.logs(LogFixture.LIMITS);
                var silent = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var nowhere = new LogHost.Place(1, (InetSocketAddress) silent.getLocalSocketAddress(), "secret");
            fixture.running.put(id, nowhere);
            logs.runs(id, 1, true);
            long begun = System.nanoTime();
            logs.ending(id, 1, Optional.of(nowhere), false, "crash");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
            assertThat(texts(logs.read(id, forward(0, 10)).orElseThrow()))
                    .containsExactly("Sandbox started.", "Sandbox ended: crash");
        }
    }

    @Test
    void breaksOffWhatIsNoLine() throws Exception {
        for (String garbage : List.of("garbage\n", "{\"n\":-1}\n", "{\"n\":7,\"l\":\"" + "x".repeat(200_000))) {
            tells = line(1, "proper") + garbage;
            var other = LogFixture.newSandbox();
            fixture.running.put(other, place());
            try (Logs logs = fixture.logs(LogFixture.LIMITS)) {
                logs.runs(other, 1, true);
                Eventually.holds(() -> assertThat(asked.size()).isGreaterThan(1));
                asked.clear();
            }
        }
    }

    @Test
    void waitsForALineThatIsNotThereYet() throws Exception {
        try (Logs logs = fixture.logs(LogFixture.LIMITS)) {
            logs.runs(id, 1, true);
            var waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return logs.read(id, new LogQuery(false, 1, 0, 10, LogLevel.INFO, Set.of(), "", 30_000));
                } catch (IOException | InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            tells = line(1, "here");

            assertThat(texts(waiting.join().orElseThrow())).containsExactly("here");
        }
    }

    @Test
    void forgetsADayAfterTheEnd() throws Exception {
        var young = LogFixture.newSandbox();
        try (Logs logs = fixture.logs(LogFixture.LIMITS)) {
            for (var each : List.of(id, young)) {
                logs.ending(each, 1, Optional.empty(), true, "over");
            }
            var running = LogFixture.newSandbox();
            fixture.running.clear();
            fixture.running.put(running, place());
            Path quiet = Files.writeString(directory.resolve(running + ".log"), "");
            for (Path old : List.of(directory.resolve(id + ".log"), quiet)) {
                Files.setLastModifiedTime(old, FileTime.from(fixture.now.minus(Duration.ofHours(25))));
            }
            Files.setLastModifiedTime(
                    directory.resolve(young + ".log"), FileTime.from(fixture.now.minus(Duration.ofHours(23))));

            logs.purge();

            assertThat(logs.read(id, forward(0, 1))).isEmpty();
            assertThat(logs.read(young, forward(0, 1))).isPresent();
            assertThat(logs.read(running, forward(0, 1))).isPresent();
        }
    }

    @Test
    void theOldestMakeRoomWhenThereIsTooMuch() throws Exception {
        var limits = new LogLimits(Duration.ofHours(24), 10 << 20, 1L << 30, 100, 0);
        try (Logs logs = fixture.logs(limits)) {
            for (int number = 0; number < 120; number++) {
                var each = LogFixture.newSandbox();
                logs.ending(each, 1, Optional.empty(), true, "over");
                Files.setLastModifiedTime(
                        directory.resolve(each + ".log"), FileTime.from(fixture.now.minusSeconds(1000 - number)));
            }
            logs.purge();

            try (var left = Files.list(directory)) {
                assertThat(left)
                        .hasSize(90)
                        .allSatisfy(file -> assertThat(
                                        Files.getLastModifiedTime(file).toInstant())
                                .isAfterOrEqualTo(fixture.now.minusSeconds(1000 - 30)));
            }
        }
    }

    @Test
    void keepsNothingWhenItIsOff() throws Exception {
        var off = new LogLimits(Duration.ofHours(24), 10 << 20, 0, 100, 0);
        try (Logs logs = fixture.logs(off)) {
            logs.runs(id, 1, true);
            logs.ending(id, 1, Optional.of(place()), true, "over");
        }
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }
}
