package io.smartboxes.agent.log;

import static io.smartboxes.agent.log.LogFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxLogTest {

    @TempDir
    private Path directory;

    private final SandboxId id = LogFixture.newSandbox();
    private LogFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new LogFixture(directory);
    }

    private SandboxLog open() throws IOException {
        return SandboxLog.open(fixture.folder(LogFixture.LIMITS), id);
    }

    @Test
    void keepsWhatCameAndSaysWhatIsMissing() throws Exception {
        SandboxLog log = open();
        log.say(1, LogLevel.INFO, "Sandbox started.");
        log.copy(1, fixture.lines(1, 2));
        log.copy(1, fixture.lines(2, 3));
        log.copy(1, fixture.lines(10, 10));

        assertThat(texts(log))
                .containsExactly(
                        "Sandbox started.",
                        "line 1",
                        "line 2",
                        "line 3",
                        "6 lines are missing here: they came too fast.",
                        "line 10");
    }

    @Test
    void goesOnWhereAnEarlierAgentDiedInTheMiddleOfALine() throws Exception {
        open().copy(1, fixture.lines(1, 5));
        Files.writeString(directory.resolve(id + ".log"), "6 1769860800000 1 6 INFO STDO", StandardOpenOption.APPEND);

        SandboxLog next = open();

        assertThat(next.guestNumber(1)).isEqualTo(5);
        assertThat(next.guestNumber(2)).as("another box counts anew").isZero();
        next.copy(1, fixture.lines(4, 6));
        assertThat(texts(next)).containsExactly("line 1", "line 2", "line 3", "line 4", "line 5", "line 6");
    }

    @Test
    void survivesAFileOfGarbage() throws Exception {
        Files.write(directory.resolve(id + ".log"), new byte[300_000]);

        SandboxLog log = open();
        log.copy(1, fixture.lines(1, 1));

        assertThat(texts(log)).containsExactly("line 1");
    }

    @Test
    void dropsTheOlderHalfWhenItIsFull() throws Exception {
        var limits = new LogLimits(Duration.ofHours(1), 100_000, 1L << 30, 1000, 0);
        SandboxLog log = SandboxLog.open(fixture.folder(limits), id);
        for (long number = 1; number <= 3000; number += 10) {
            log.copy(1, fixture.lines(number, number + 9));
        }

        assertThat(Files.size(directory.resolve(id + ".log")) + Files.size(directory.resolve(id + ".older.log")))
                .isBetween(40_000L, 101_000L);
        try (LogReader reader = log.read()) {
            LogPage page = new LogPager(reader, LogFixture.forward(0, 10)).read(false);
            assertThat(page.oldest()).isBetween(1000L, 2500L);
            assertThat(page.lines().getFirst().number()).isEqualTo(page.oldest());
            assertThat(new LogPager(reader, LogFixture.backward(0, 1))
                            .read(false)
                            .lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).isEqualTo("line 3000"));
        }
        SandboxLog next = SandboxLog.open(fixture.folder(limits), id);
        assertThat(next.guestNumber(1)).isEqualTo(3000);
    }

    @Test
    void tellsWhatItHadNoRoomFor() throws Exception {
        var limits = new LogLimits(Duration.ofHours(1), 10 << 20, 6000, 1000, 0);
        LogFolder folder = fixture.folder(limits);
        SandboxLog log = SandboxLog.open(folder, id);
        log.copy(1, fixture.lines(1, 60));
        log.copy(1, fixture.lines(61, 80));
        folder.grown(-5000);
        log.copy(1, fixture.lines(81, 81));

        assertThat(texts(log).subList(59, 62))
                .containsExactly("line 60", "20 lines are missing here: the worker had no room for them.", "line 81");
    }

    @Test
    void outlivesADiskThatTakesNothing() throws Exception {
        SandboxLog log = open();
        Path file = directory.resolve(id + ".log");
        Files.createDirectory(file);
        log.copy(1, fixture.lines(1, 3));
        Files.delete(file);
        log.copy(1, fixture.lines(4, 4));

        assertThat(texts(log)).containsExactly("3 lines are missing here: the worker had no room for them.", "line 4");
    }

    @Test
    void keepsOneLineOfAnything() throws Exception {
        String anything = "a\nb\r\u0000\u001b[31m\u2028 <script>alert(1)</script> \ud83d\ude00 \"quoted\" \\";
        SandboxLog log = open();
        log.copy(1, List.of(fixture.line(1, anything), fixture.line(2, ""), fixture.line(3, "next")));

        assertThat(texts(log)).containsExactly(anything, "", "next");
        assertThat(Files.readAllLines(directory.resolve(id + ".log"))).hasSize(3);
    }

    @Test
    void believesNoClockOfAGuest() throws Exception {
        SandboxLog log = open();
        long now = fixture.now.toEpochMilli();
        log.copy(
                1,
                List.of(
                        new GuestLine(1, now - 50, LogLevel.INFO, LogSource.STDOUT, 1, "past"),
                        new GuestLine(2, Long.MAX_VALUE, LogLevel.INFO, LogSource.STDOUT, 1, "future"),
                        new GuestLine(3, Long.MIN_VALUE, LogLevel.INFO, LogSource.STDOUT, 1, "before time")));

        try (LogReader reader = log.read()) {
            assertThat(new LogPager(reader, LogFixture.forward(0, 10))
                            .read(false)
                            .lines())
                    .extracting(LogLine::atMillis)
                    .containsExactly(now - 50, now, now);
        }
    }

    @Test
    void saysAnEndOnce() throws Exception {
        open().say(1, LogLevel.INFO, "Sandbox ended: timeout");
        SandboxLog next = open();
        next.say(1, LogLevel.INFO, "Sandbox ended: timeout");

        assertThat(texts(next)).containsExactly("Sandbox ended: timeout");
    }
}
