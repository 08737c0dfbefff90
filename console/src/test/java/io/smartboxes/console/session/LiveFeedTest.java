package io.smartboxes.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.testing.FakeApi;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

    private static final long PATIENCE_SECONDS = 60;

    private TestSessions test;
    private LiveFeed feed;
    private final LinkedBlockingQueue<FeedEvent> heard = new LinkedBlockingQueue<>();

    @BeforeEach
    void signIn() throws Exception {
        test = new TestSessions();
        feed = test.signedIn().feed(test.api.tenant());
    }

    @AfterEach
    void close() {
        feed.close();
        test.close();
    }

    @Test
    void tellsAllListenersFromOneStream() throws Exception {
        var other = new LinkedBlockingQueue<FeedEvent>();
        try (var one = feed.listen(heard::add);
                var two = feed.listen(other::add)) {
            await(() -> test.api.streams() == 1);
            var sandbox = FakeApi.sandbox("RUNNING", Instant.parse("2026-01-01T00:00:00Z"), null, Map.of("a", "b"));
            test.api.tell(sandbox);

            assertThat(sandboxIn(heard)).isEqualTo(sandbox);
            assertThat(sandboxIn(other)).isEqualTo(sandbox);
            assertThat(one).isNotSameAs(two);
        }
        assertThat(test.api.calls())
                .filteredOn(call -> call.path().equals("/v1/events"))
                .hasSize(1);
    }

    @Test
    void goesOnWhereItStoppedWhenTheStreamBreaks() throws Exception {
        try (var listening = feed.listen(heard::add)) {
            await(() -> test.api.streams() == 1);
            test.api.tell("api-key", "{\"id\": \"key_1\"}");
            assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(FeedEvent.Changed.class);

            test.api.breakStreams();

            await(() -> test.api.streams() == 1);
            assertThat(test.api.calls().getLast().header("Last-Event-ID")).isEqualTo("1-1");
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void saysWhenEverythingMustBeLoadedAnew() throws Exception {
        try (var listening = feed.listen(heard::add)) {
            await(() -> test.api.streams() == 1);
            test.api.tell("reset", "{}");

            assertThat(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isInstanceOf(FeedEvent.Reset.class);
            assertThat(listening).isNotNull();
        }
    }

    @Test
    void readsNothingBeforeAnybodyListens() {
        assertThat(feed.isOpen()).isFalse();
        assertThat(test.api.calls()).isEmpty();
    }

    private static Sandbox sandboxIn(LinkedBlockingQueue<FeedEvent> events) throws InterruptedException {
        return events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS) instanceof FeedEvent.Changed changed
                ? changed.as(Sandbox.class)
                : null;
    }

    private static void await(BooleanSupplier condition) {
        org.assertj.core.api.Assertions.assertThatCode(() -> {
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                    while (!condition.getAsBoolean() && System.nanoTime() < end) {
                        TimeUnit.MILLISECONDS.sleep(10);
                    }
                })
                .doesNotThrowAnyException();
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
