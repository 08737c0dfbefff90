package io.smartboxes.controlplane.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for conditions, never for time. */
public final class Waiting {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private Waiting() {}

    /** Returns once the condition holds; fails after thirty seconds. */
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not so after " + LONG_ENOUGH);
            }
            try {
                boolean unused = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stop);
            }
        }
    }
}
