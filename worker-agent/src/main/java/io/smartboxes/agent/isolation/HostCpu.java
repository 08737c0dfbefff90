package io.smartboxes.agent.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What the host's CPUs did since boot, in ticks of all CPUs together (10 ms each): the first line of {@code /proc/stat},
 * proc_stat(5).
 *
 * @param idle with nothing to do, or waiting for a disk
 * @param all altogether
 */
record HostCpu(long idle, long all) {

    private static final Path STAT = Path.of("/proc/stat");

    /** Of the line's fields: user, nice, system, idle, iowait, irq, softirq, steal; what follows is counted in user already. */
    private static final int FIELDS = 8;

    private static final int IDLE = 3;
    private static final int WAITING = 4;

    /** Up to now. */
    static HostCpu now() throws IOException {
        try (Stream<String> lines = Files.lines(STAT)) {
            return parse(lines.findFirst().orElse(""));
        }
    }

    static HostCpu parse(String line) throws IOException {
        String[] fields = line.strip().split(" +");
        if (fields.length <= FIELDS || !fields[0].equals("cpu")) {
            throw new IOException(STAT + " begins with '" + line + "', not with the sum of all CPUs");
        }
        long[] ticks = Stream.of(fields)
                .skip(1)
                .limit(FIELDS)
                .mapToLong(Long::parseLong)
                .toArray();
        return new HostCpu(ticks[IDLE] + ticks[WAITING], LongStream.of(ticks).sum());
    }

    /** The part of all CPUs, from 0 to 1, that had nothing to do since then; 1 if no tick has passed. */
    double idleSince(HostCpu before) {
        long passed = all - before.all;
        return passed <= 0 ? 1 : Math.clamp((double) (idle - before.idle) / passed, 0, 1);
    }
}
