package io.smartboxes.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's own monotonic clock. On Linux {@link System#nanoTime} reads {@code CLOCK_MONOTONIC}, which counts from the
 * boot, so a reading that one agent process wrote down still holds for the next.
 */
public record KernelClock(String boot) implements MonotonicClock {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /**
     * Reads which boot this is.
     *
     * @throws IOException when the kernel does not say
     */
    public static KernelClock open() throws IOException {
        return new KernelClock(Files.readString(BOOT_ID).strip());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
