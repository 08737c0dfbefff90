package io.smartboxes.agent.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the files of one log as if they were one, as long as they were when it was opened. Lines that are none are passed over. */
final class LogReader implements AutoCloseable {

    /** A line's text is bounded, and each of its characters by six bytes of JSON. */
    private static final int LINE_BYTES_MAX = 128 << 10;

    private static final int BLOCK = 16 << 10;

    private final List<Part> parts = new ArrayList<>();
    private final long end;

    private record Part(FileChannel channel, long from, long size) {}

    /** A line, and where the next one begins. */
    record Read(@Nullable LogLine line, long begin, long end) {}

    /** @throws NoSuchFileException when there is none of the files */
    LogReader(List<Path> oldestFirst) throws IOException {
        long from = 0;
        NoSuchFileException missing = null;
        for (Path file : oldestFirst) {
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                parts.add(new Part(channel, from, channel.size()));
                from += channel.size();
            } catch (NoSuchFileException none) {
                missing = none;
            }
        }
        if (parts.isEmpty() && missing != null) {
            throw missing;
        }
        end = from;
    }

    long end() {
        return end;
    }

    /** Where the first line begins whose key is that or more. Keys grow from line to line. */
    long seek(ToLongFunction<LogLine> key, long value) throws IOException {
        long low = 0;
        long high = end;
        while (low < high) {
            Optional<Read> found = firstFrom((low + high) >>> 1, high);
            if (found.isEmpty()) {
                high = (low + high) >>> 1;
            } else if (key.applyAsLong(lineOf(found.get())) >= value) {
                high = Math.min((low + high) >>> 1, found.get().begin());
            } else {
                low = found.get().end();
            }
        }
        return low;
    }

    /** The first whole and proper line that begins between two places. */
    private Optional<Read> firstFrom(long place, long before) throws IOException {
        long begin = place == 0 ? 0 : afterLine(place - 1);
        while (begin < before) {
            Read read = at(begin);
            if (read.line() != null) {
                return Optional.of(read);
            }
            begin = read.end();
        }
        return Optional.empty();
    }

    /** The line that begins there; without one if it is none. */
    Read at(long begin) throws IOException {
        long next = afterLine(begin);
        if (next - begin > LINE_BYTES_MAX) {
            return new Read(null, begin, next);
        }
        return new Read(LogLine.parse(text(begin, next)).orElse(null), begin, next);
    }

    /** The line that ends there; without one if it is none. The place is not the beginning. */
    Read before(long place) throws IOException {
        long begin = place - 1;
        var block = ByteBuffer.allocate(BLOCK);
        while (begin > 0) {
            long from = Math.max(begin - BLOCK, 0);
            block.clear().limit((int) (begin - from));
            fill(block, from);
            int at = lastNewline(block);
            if (at >= 0) {
                begin = from + at + 1;
                break;
            }
            begin = from;
        }
        if (place - begin > LINE_BYTES_MAX) {
            return new Read(null, begin, place);
        }
        return new Read(LogLine.parse(text(begin, place)).orElse(null), begin, place);
    }

    static LogLine lineOf(Read read) {
        LogLine line = read.line();
        if (line == null) {
            throw new IllegalStateException("There is no line at " + read.begin());
        }
        return line;
    }

    private long afterLine(long place) throws IOException {
        var block = ByteBuffer.allocate(BLOCK);
        for (long from = place; from < end; from += BLOCK) {
            block.clear().limit((int) Math.min(BLOCK, end - from));
            fill(block, from);
            for (int at = 0; at < block.limit(); at++) {
                if (block.get(at) == '\n') {
                    return from + at + 1;
                }
            }
        }
        return end;
    }

    private static int lastNewline(ByteBuffer block) {
        for (int at = block.limit() - 1; at >= 0; at--) {
            if (block.get(at) == '\n') {
                return at;
            }
        }
        return -1;
    }

    private String text(long begin, long next) throws IOException {
        var bytes = ByteBuffer.allocate((int) (next - begin));
        fill(bytes, begin);
        int length = bytes.limit();
        boolean hasEnd = length > 0 && bytes.get(length - 1) == '\n';
        return hasEnd ? new String(bytes.array(), 0, length - 1, StandardCharsets.UTF_8) : "";
    }

    /** Reads on until the buffer is full, over the borders of files. */
    private void fill(ByteBuffer into, long from) throws IOException {
        long place = from;
        for (Part part : parts) {
            while (into.hasRemaining() && place >= part.from() && place < part.from() + part.size()) {
                int limit = into.limit();
                long left = part.from() + part.size() - place;
                into.limit((int) Math.min(limit, into.position() + left));
                int read = part.channel().read(into, place - part.from());
                into.limit(limit);
                if (read < 0) {
                    throw new IOException("A log was cut off while it was read");
                }
                place += read;
            }
        }
        into.flip();
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.channel().close();
        }
    }
}
