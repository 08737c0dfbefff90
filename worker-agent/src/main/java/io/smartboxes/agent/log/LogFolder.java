package io.smartboxes.agent.log;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of all logs of a worker, and what they take together. */
final class LogFolder {

    private static final Logger LOG = LoggerFactory.getLogger(LogFolder.class);
    private static final String CURRENT = ".log";
    private static final String OLDER = ".older.log";

    /** A file takes at least a block, and something for its name. */
    private static final long FILE_BYTES_MIN = 4096;

    private final Path directory;
    private final LogLimits limits;
    private final InstantSource clock;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong logs = new AtomicLong();
    private volatile boolean isDiskFull;

    LogFolder(Path directory, LogLimits limits, InstantSource clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.limits = limits;
        this.clock = clock;
    }

    LogLimits limits() {
        return limits;
    }

    InstantSource clock() {
        return clock;
    }

    Path current(SandboxId id) {
        return directory.resolve(id + CURRENT);
    }

    Path older(SandboxId id) {
        return directory.resolve(id + OLDER);
    }

    /** Whether anything may be written. */
    boolean hasRoom() {
        return !isDiskFull && bytes.get() < limits.totalBytes();
    }

    /** Whether it is time to look for what can go. */
    boolean isCrowded() {
        return bytes.get() >= limits.totalBytes() || logs.get() > limits.logs();
    }

    void grown(long by) {
        bytes.addAndGet(by);
    }

    void begun() {
        logs.incrementAndGet();
        bytes.addAndGet(FILE_BYTES_MIN);
    }

    /** Looks how much of the disk is free. */
    void lookAtDisk() {
        boolean isFull;
        try {
            isFull = Files.getFileStore(directory).getUsableSpace() < limits.diskFreeBytes();
        } catch (IOException unknown) {
            isFull = true;
        }
        if (isFull != isDiskFull) {
            LOG.warn(
                    "event=logs-{}: {} bytes of the disk are to stay free",
                    isFull ? "stopped" : "resumed",
                    limits.diskFreeBytes());
        }
        isDiskFull = isFull;
    }

    /** A log on the disk. */
    private record Found(SandboxId id, long bytes, long writtenMillis) {}

    /** Deletes what is over and old; then, if there is too much, what is over, the oldest first. Counts what is left. */
    void purge(Predicate<SandboxId> isHeld) throws IOException {
        List<Found> found = find();
        long left = found.stream().mapToLong(Found::bytes).sum();
        long count = found.size();
        long oldest = clock.millis() - limits.kept().toMillis();
        List<Found> over = found.stream()
                .filter(log -> !isHeld.test(log.id()))
                .sorted(Comparator.comparingLong(Found::writtenMillis))
                .toList();
        int expired = 0;
        int crowdedOut = 0;
        for (Found log : over) {
            boolean isExpired = log.writtenMillis() < oldest;
            // Some more than must go, so that it is not to be done again at once.
            boolean isTooMuch = left > limits.totalBytes() / 10 * 9 || count > limits.logs() / 10 * 9;
            if (!isExpired && !isTooMuch) {
                break;
            }
            Files.deleteIfExists(current(log.id()));
            Files.deleteIfExists(older(log.id()));
            left -= log.bytes();
            count--;
            expired += isExpired ? 1 : 0;
            crowdedOut += isExpired ? 0 : 1;
        }
        bytes.set(left);
        logs.set(count);
        if (expired + crowdedOut > 0) {
            LOG.info("event=logs-purged expired={} crowdedOut={} logs={} bytes={}", expired, crowdedOut, count, left);
        }
    }

    private List<Found> find() throws IOException {
        Map<SandboxId, Found> found = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + CURRENT)) {
            for (Path file : files) {
                add(file, found);
            }
        }
        return new ArrayList<>(found.values());
    }

    private static void add(Path file, Map<SandboxId, Found> found) throws IOException {
        String name = file.getFileName().toString();
        try {
            SandboxId id = SandboxId.parse(name.substring(0, name.indexOf('.')));
            long size = Math.max(Files.size(file), FILE_BYTES_MIN);
            long written = Files.getLastModifiedTime(file).toMillis();
            found.merge(
                    id,
                    new Found(id, size, written),
                    (one, two) -> new Found(
                            id, one.bytes() + two.bytes(), Math.max(one.writtenMillis(), two.writtenMillis())));
        } catch (IllegalArgumentException | NoSuchFileException notALog) {
            // Somebody else's, or deleted a moment ago.
        }
    }
}
