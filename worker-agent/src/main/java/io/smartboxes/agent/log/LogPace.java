package io.smartboxes.agent.log;

import java.util.concurrent.TimeUnit;

/** Lets all followers of a worker together copy so many bytes a second: a flood in some sandboxes must not cost the others. */
final class LogPace {

    private final long bytesPerSecond;
    private long freeAtNanos = System.nanoTime();

    LogPace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Waits for its turn. What is not copied meanwhile, the guest drops. */
    void take(long bytes) throws InterruptedException {
        long wait = waitNanos(bytes);
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private synchronized long waitNanos(long bytes) {
        long now = System.nanoTime();
        long begin = Math.max(freeAtNanos, now);
        freeAtNanos = begin + TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
        return begin - now;
    }
}
