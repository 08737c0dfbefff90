package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that another thread will bring about. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean held = condition.getAsBoolean();
        // Once is enough: some conditions, such as "nothing has moved for a second", need not hold a moment later.
        while (!held && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            held = condition.getAsBoolean();
        }
        assertThat(held).as(what).isTrue();
    }
}
