package io.smartboxes.console.browser;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Asks again until there is an answer. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Eventually() {}

    static <T> T get(String what, Supplier<Optional<T>> ask) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var found = ask.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError(what + " did not come within " + PATIENCE.toSeconds() + " s");
    }
}
