package io.smartboxes.agent.log;

import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of one sandbox of this worker, as it grows. What cannot be written is counted, and told when writing works again. */
final class SandboxLog {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxLog.class);

    private final LogFolder folder;
    private final SandboxId id;
    private final Path current;
    private long size;
    private long number;
    private long epoch;
    private long guestNumber;
    private long atMillis;
    private long unwritten;
    private @Nullable String last;
    private boolean hasEnded;

    private SandboxLog(LogFolder folder, SandboxId id) {
        this.folder = folder;
        this.id = id;
        this.current = folder.current(id);
    }

    /** Goes on where an earlier agent stopped: a line that it wrote only half is taken away. */
    static SandboxLog open(LogFolder folder, SandboxId id) {
        var log = new SandboxLog(folder, id);
        try {
            log.mend();
        } catch (IOException failure) {
            LOG.warn("event=log-unreadable sandboxId={} message=\"{}\"", id, failure.getMessage());
        }
        return log;
    }

    private synchronized void mend() throws IOException {
        for (Path file : List.of(folder.older(id), current)) {
            if (Files.exists(file)) {
                mend(file);
            }
        }
        if (Files.exists(current)) {
            size = Files.size(current);
        } else {
            folder.begun();
        }
    }

    private void mend(Path file) throws IOException {
        long whole = 0;
        try (var reader = new LogReader(List.of(file))) {
            for (long place = reader.end(); place > 0; ) {
                LogReader.Read read = reader.before(place);
                if (read.line() != null) {
                    remember(read.line());
                    whole = read.end();
                    break;
                }
                place = read.begin();
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole);
        }
    }

    private void remember(LogLine line) {
        number = line.number();
        epoch = line.epoch();
        guestNumber = line.guestNumber();
        atMillis = line.atMillis();
        last = line.text();
    }

    /** The last number of a box's guest that is in the log, or was counted. */
    synchronized long guestNumber(long ofEpoch) {
        return ofEpoch == epoch ? guestNumber : 0;
    }

    /** Adds what a guest told; what is in the log already is left out, what is missing is counted. */
    synchronized void copy(long ofEpoch, List<GuestLine> lines) {
        var added = new ArrayList<LogLine>();
        turnTo(ofEpoch);
        for (GuestLine line : lines) {
            if (line.number() <= guestNumber) {
                continue;
            }
            long lost = line.number() - guestNumber - 1;
            if (lost > 0) {
                added.add(line(LogLevel.WARN, LogSource.SYSTEM, 0, atMillis, dropped(lost) + " they came too fast."));
            }
            guestNumber = line.number();
            added.add(line(line.level(), line.source(), line.pid(), line.atMillis(), line.text()));
        }
        write(added);
    }

    /** Adds what happened to the sandbox, unless that is what the log ends with. */
    synchronized void say(long ofEpoch, LogLevel level, String text) {
        if (!text.equals(last)) {
            turnTo(ofEpoch);
            write(List.of(line(level, LogSource.SYSTEM, 0, Long.MAX_VALUE, text)));
        }
    }

    /** Nothing is added any more; who waits for more need not. */
    synchronized void end() {
        hasEnded = true;
        notifyAll();
    }

    private void turnTo(long ofEpoch) {
        if (ofEpoch != epoch) {
            epoch = ofEpoch;
            guestNumber = 0;
        }
    }

    private static String dropped(long lines) {
        return lines == 1 ? "1 line is missing here:" : lines + " lines are missing here:";
    }

    /** A guest's clock is not trusted: a time is never before the line above, nor in the future. */
    private LogLine line(LogLevel level, LogSource source, long pid, long saidMillis, String text) {
        long now = Math.max(folder.clock().millis(), atMillis);
        atMillis = Math.clamp(saidMillis, atMillis, now);
        return new LogLine(++number, epoch, guestNumber, atMillis, level, source, pid, text);
    }

    private void write(List<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        if (!folder.hasRoom()) {
            unwritten += lines.size();
            return;
        }
        var text = new StringBuilder();
        if (unwritten > 0) {
            // It takes the place, and the number, of the last one that is missing.
            LogLine first = lines.getFirst();
            text.append(new LogLine(
                            first.number() - 1,
                            epoch,
                            Math.max(first.guestNumber() - 1, 0),
                            first.atMillis(),
                            LogLevel.WARN,
                            LogSource.SYSTEM,
                            0,
                            dropped(unwritten) + " the worker had no room for them.")
                    .encode());
        }
        lines.forEach(line -> text.append(line.encode()));
        try {
            rotate();
            append(text.toString().getBytes(StandardCharsets.UTF_8));
            unwritten = 0;
            last = lines.getLast().text();
        } catch (IOException failure) {
            if (unwritten == 0) {
                LOG.warn("event=log-unwritten sandboxId={} message=\"{}\"", id, failure.getMessage());
            }
            unwritten += lines.size();
        }
        notifyAll();
    }

    private void rotate() throws IOException {
        if (size < folder.limits().sandboxBytes() / 2) {
            return;
        }
        Path older = folder.older(id);
        long gone = Files.exists(older) ? Files.size(older) : 0;
        Files.move(current, older, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        folder.grown(-gone);
        size = 0;
    }

    private void append(byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(current, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // What a failed write left behind is written over, or cut off here.
            channel.truncate(size);
            long place = size;
            for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
                place += channel.write(rest, place);
            }
        }
        size += bytes.length;
        folder.grown(bytes.length);
    }

    /** Opens what is there now. No rotation happens meanwhile. */
    synchronized LogReader read() throws IOException {
        return new LogReader(List.of(folder.older(id), current));
    }

    /** Waits until there is a line beyond that number, the log has ended, or the time is over. */
    synchronized void awaitBeyond(long beyond, long untilNanos) throws InterruptedException {
        while (number <= beyond && !hasEnded) {
            long left = untilNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
