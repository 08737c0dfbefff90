package io.smartboxes.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this host has in all.
 *
 * @param processors that the agent may use, from the JVM (cgroup quotas and affinity count)
 * @param memoryMib physical memory, {@code MemTotal} of {@code /proc/meminfo}
 * @param diskMib size of the file system that holds the worker's state
 */
public record HostResources(int processors, long memoryMib, long diskMib) {

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Pattern MEM_TOTAL = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final long MIB = 1024 * 1024;

    /**
     * Reads the host.
     *
     * @throws IOException when the kernel's figures cannot be read
     */
    public static HostResources read(Path stateDirectory) throws IOException {
        return new HostResources(
                Runtime.getRuntime().availableProcessors(),
                memTotalKib(Files.readString(MEMINFO)) / 1024,
                Files.getFileStore(stateDirectory).getTotalSpace() / MIB);
    }

    static long memTotalKib(String meminfo) throws IOException {
        Matcher line = MEM_TOTAL.matcher(meminfo);
        if (!line.find()) {
            throw new IOException(MEMINFO + " has no line MemTotal");
        }
        return Long.parseLong(line.group(1));
    }
}
