package io.smartboxes.agent.log;

import static io.smartboxes.agent.log.LogFixture.backward;
import static io.smartboxes.agent.log.LogFixture.forward;
import static io.smartboxes.agent.log.LogFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPagerTest {

    private static final int LINES = 2000;

    @TempDir
    private Path directory;

    private SandboxLog log;
    private long begun;

    /** Two files with lines, a second apart; every tenth is an error. */
    @BeforeEach
    void write() throws IOException {
        var fixture = new LogFixture(directory);
        begun = fixture.now.toEpochMilli();
        var limits = new LogLimits(Duration.ofHours(1), 600_000, 1L << 30, 1000, 0);
        log = SandboxLog.open(fixture.folder(limits), LogFixture.newSandbox());
        for (int number = 1; number <= LINES; number++) {
            fixture.now = fixture.now.plusSeconds(1);
            boolean isError = number % 10 == 0;
            log.copy(
                    1,
                    List.of(new GuestLine(
                            number,
                            fixture.now.toEpochMilli(),
                            isError ? LogLevel.ERROR : LogLevel.INFO,
                            isError ? LogSource.STDERR : LogSource.STDOUT,
                            1,
                            "line " + number + " " + "x".repeat(number % 97))));
        }
    }

    private LogPage read(LogQuery query) throws IOException {
        try (LogReader reader = log.read()) {
            return new LogPager(reader, query).read(false);
        }
    }

    @Test
    void readsEveryLineOncePageByPageInBothDirections() throws Exception {
        for (int limit : List.of(1000, 137)) {
            var there = new ArrayList<Long>();
            LogPage page;
            long beyond = 0;
            do {
                page = read(forward(beyond, limit));
                page.lines().forEach(line -> there.add(line.number()));
                beyond = page.next();
            } while (page.more());
            var back = new ArrayList<Long>();
            beyond = 0;
            do {
                page = read(backward(beyond, limit));
                page.lines().forEach(line -> back.add(line.number()));
                beyond = page.next();
            } while (page.more());

            assertThat(there)
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                            .mapToObj(Long::valueOf)
                            .toList());
            assertThat(back.reversed()).isEqualTo(there);
        }
    }

    @Test
    void findsAnyMoment() throws Exception {
        for (int number : List.of(1, 2, 3, 777, LINES - 1, LINES)) {
            long at = begun + number * 1000L;
            var from = new LogQuery(false, 0, at, 1, LogLevel.INFO, Set.of(), "", 0);
            var between = new LogQuery(false, 0, at - 500, 1, LogLevel.INFO, Set.of(), "", 0);
            var back = new LogQuery(true, 0, at, 1, LogLevel.INFO, Set.of(), "", 0);

            assertThat(List.of(read(from), read(between), read(back)))
                    .allSatisfy(
                            page -> assertThat(page.lines().getFirst().number()).isEqualTo(number));
        }
        assertThat(read(new LogQuery(false, 0, begun + 1_000_000_000L, 1, LogLevel.INFO, Set.of(), "", 0))
                        .lines())
                .isEmpty();
    }

    @Test
    void filtersByLevelSourceAndText() throws Exception {
        var errors = read(new LogQuery(false, 0, 0, 1000, LogLevel.ERROR, Set.of(), "", 0));
        var fromStderr = read(new LogQuery(false, 0, 0, 1000, LogLevel.INFO, Set.of(LogSource.STDERR), "", 0));
        var found = read(new LogQuery(true, 0, 0, 1000, LogLevel.INFO, Set.of(), "LINE 77", 0));

        assertThat(errors.lines()).hasSize(LINES / 10).isEqualTo(fromStderr.lines());
        assertThat(found.lines())
                .hasSize(11)
                .extracting(LogLine::number)
                .startsWith(779L)
                .endsWith(77L);
        assertThat(errors.next()).as("what was passed over is behind it").isEqualTo(LINES);
    }

    @Test
    void boundsAPage() throws Exception {
        log.copy(
                1,
                IntStream.range(0, 200)
                        .mapToObj(number -> new GuestLine(
                                LINES + 1 + number, begun, LogLevel.INFO, LogSource.STDOUT, 1, "y".repeat(8192)))
                        .toList());

        LogPage page = read(backward(0, 1000));

        assertThat(texts(page).stream().mapToInt(String::length).sum()).isBetween(400_000, 600_000);
        assertThat(page.more()).isTrue();
    }
}
