package io.smartboxes.agent.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits for a condition, never for a time. */
public final class Eventually {

    /** Only a failure takes so long; a machine that does other things too must not look like one. */
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private Eventually() {}

    /** Repeats assertions until they hold. */
    public static void holds(ThrowingCallable assertions) throws Exception {
        long until = System.nanoTime() + WITHIN.toNanos();
        while (true) {
            try {
                assertions.call();
                return;
            } catch (Throwable notYet) {
                if (System.nanoTime() - until > 0) {
                    throw new AssertionError("Not within " + WITHIN, notYet);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }
}
