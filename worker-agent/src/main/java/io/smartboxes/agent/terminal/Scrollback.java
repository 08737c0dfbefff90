package io.smartboxes.agent.terminal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The last output of a shell. Every byte has a position, counted from the shell's first; old ones give way to new ones. */
final class Scrollback {

    static final int BYTES_MAX = 256 * 1024;

    private static final int BYTES_MIN = 4 * 1024;

    /** How far into what is left a whole line is looked for. */
    private static final int LINE_MAX = 8 * 1024;

    private byte[] ring = new byte[BYTES_MIN];
    private long end;

    /** What is read at once, and how much before it was missed. */
    record Chunk(byte[] bytes, long missed) {}

    synchronized void append(byte[] output) {
        int from = Math.max(0, output.length - BYTES_MAX);
        grow(output.length - from);
        end += from;
        while (from < output.length) {
            int at = (int) (end % ring.length);
            int length = Math.min(output.length - from, ring.length - at);
            System.arraycopy(output, from, ring, at, length);
            from += length;
            end += length;
        }
    }

    /** The position after the newest byte. */
    synchronized long end() {
        return end;
    }

    /** Where to begin to show what is left: at its start, or, when older output is gone, at the start of a line. */
    synchronized long beginning() {
        long start = start();
        if (start == 0) {
            return 0;
        }
        for (long position = start; position < Math.min(end, start + LINE_MAX); position++) {
            if (ring[(int) (position % ring.length)] == '\n') {
                return position + 1;
            }
        }
        return start;
    }

    /** Whether the first output is gone. */
    synchronized boolean isCut() {
        return start() > 0;
    }

    /** What comes at this position, or at the oldest that is left; null when nothing has come yet. */
    synchronized @Nullable Chunk read(long position, int max) {
        long from = Math.max(position, start());
        int length = (int) Math.min(max, end - from);
        if (length <= 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        int at = (int) (from % ring.length);
        int first = Math.min(length, ring.length - at);
        System.arraycopy(ring, at, bytes, 0, first);
        System.arraycopy(ring, 0, bytes, first, length - first);
        return new Chunk(bytes, from - position);
    }

    private long start() {
        return Math.max(0, end - ring.length);
    }

    /** Until it is as large as it may be, nothing was dropped, so the content starts at index 0. */
    private void grow(int more) {
        if (ring.length < BYTES_MAX && end + more > ring.length) {
            long wanted = Math.min(BYTES_MAX, Math.max(2L * ring.length, end + more));
            ring = Arrays.copyOf(ring, (int) Long.highestOneBit(2 * wanted - 1));
        }
    }
}
