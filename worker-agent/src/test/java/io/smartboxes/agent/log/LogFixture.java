package io.smartboxes.agent.log;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** A folder of logs, with a clock and sandboxes that a test moves. */
final class LogFixture implements LogHost {

    static final LogLimits LIMITS = new LogLimits(Duration.ofHours(24), 10 << 20, 1L << 30, 1000, 0);

    final Path directory;
    final Map<SandboxId, Place> running = new HashMap<>();
    Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final InstantSource clock = () -> now;

    LogFixture(Path directory) {
        this.directory = directory;
    }

    LogFolder folder(LogLimits limits) throws IOException {
        return new LogFolder(directory, limits, clock);
    }

    Logs logs(LogLimits limits) throws IOException {
        return new Logs(directory, limits, this, clock);
    }

    static SandboxId newSandbox() {
        return SandboxId.next(InstantSource.system());
    }

    /** Lines as a guest tells them, from a number to another. */
    List<GuestLine> lines(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(number -> line(number, "line " + number))
                .toList();
    }

    GuestLine line(long number, String text) {
        return new GuestLine(number, now.toEpochMilli(), LogLevel.INFO, LogSource.STDOUT, 7, text);
    }

    static LogQuery forward(long beyond, int limit) {
        return new LogQuery(false, beyond, 0, limit, LogLevel.INFO, Set.of(), "", 0);
    }

    static LogQuery backward(long beyond, int limit) {
        return new LogQuery(true, beyond, 0, limit, LogLevel.INFO, Set.of(), "", 0);
    }

    static List<String> texts(LogPage page) {
        return page.lines().stream().map(LogLine::text).toList();
    }

    static List<String> texts(SandboxLog log) throws IOException {
        try (LogReader reader = log.read()) {
            return texts(new LogPager(reader, forward(0, 1000)).read(false));
        }
    }

    @Override
    public Optional<Place> find(SandboxId id) {
        return Optional.ofNullable(running.get(id));
    }

    @Override
    public boolean isHeld(SandboxId id) {
        return running.containsKey(id);
    }
}
