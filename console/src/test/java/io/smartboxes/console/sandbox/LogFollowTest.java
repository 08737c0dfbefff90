package io.smartboxes.console.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.api.v1.SandboxLog;
import io.smartboxes.console.client.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogFollowTest {

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private volatile Reply<SandboxLog> answer = page(1, "live");
    private LogFollow follow;

    private record Heard(Reply<SandboxLog> reply, Runnable shown, long atNanos) {}

    private static Reply<SandboxLog> page(long number, String state) {
        var line = new SandboxLog.Line(number, Instant.EPOCH, "info", "stdout", 1L, "line " + number);
        return new Reply.Ok<>(new SandboxLog(List.of(line), state, Long.toString(number), false, false));
    }

    private void start() {
        follow = new LogFollow(
                        "0",
                        after -> {
                            asked.add(after);
                            return answer;
                        },
                        (reply, shown) -> heard.add(new Heard(reply, shown, System.nanoTime())))
                .start();
    }

    @AfterEach
    void stop() {
        follow.stop();
    }

    private Heard next() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void asksOnFromWhereItIsAndNotMoreThanTwiceASecond() throws Exception {
        start();
        var first = next();
        answer = page(2, "live");
        first.shown().run();
        var second = next();
        second.shown().run();
        var third = next();

        assertThat(asked).startsWith("0", "1", "2");
        assertThat(Duration.ofNanos(third.atNanos() - first.atNanos())).isGreaterThanOrEqualTo(Duration.ofMillis(1000));
    }

    @Test
    void waitsUntilTheBrowserHasShownWhatItWasGiven() throws Exception {
        start();
        var first = next();

        assertThat(heard.poll(1500, TimeUnit.MILLISECONDS)).isNull();
        first.shown().run();
        assertThat(next()).isNotNull();
    }

    @Test
    void goesOnAfterAFailureAndEndsWithTheLog() throws Exception {
        answer = new Reply.Unavailable<>("away", null);
        start();
        var failed = next();
        answer = page(7, "ended");
        failed.shown().run();
        var last = next();
        last.shown().run();

        assertThat(asked).containsExactly("0", "0");
        assertThat(heard.poll(1, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void tellsNothingOnceItIsStopped() throws Exception {
        start();
        var first = next();
        follow.stop();
        first.shown().run();

        assertThat(heard.poll(1, TimeUnit.SECONDS)).isNull();
    }
}
