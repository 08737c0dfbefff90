package io.smartboxes.agent.terminal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Holds a flood of output back, so that a shell that writes without end costs the host little. */
final class Pace {

    /** More than anybody can read, and enough for a full screen at every frame. */
    private static final int BYTES_PER_WINDOW = 400 * 1024;

    private static final long WINDOW_NANOS = Duration.ofMillis(100).toNanos();

    private long windowBegan = System.nanoTime();
    private int taken;

    /** Waits, if so many bytes came too fast. */
    void took(int bytes) throws InterruptedException {
        taken += bytes;
        if (taken < BYTES_PER_WINDOW) {
            return;
        }
        long left = WINDOW_NANOS - (System.nanoTime() - windowBegan);
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        windowBegan = System.nanoTime();
        taken = 0;
    }
}
