package io.smartboxes.controlplane.testing;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, looking often. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_MILLIS = 5;

    private Eventually() {}

    /** Waits until it is so, and fails with the description when it never is. */
    public static void until(String description, BooleanSupplier condition) {
        found(description, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The same, with another patience. */
    public static void within(Duration patience, String description, BooleanSupplier condition) {
        boolean unused =
                found(patience, description, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is one. */
    public static <T> T found(String description, Supplier<Optional<T>> look) {
        return found(PATIENCE, description, look);
    }

    /** The same, with another patience. */
    public static <T> T found(Duration patience, String description, Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            pause();
        }
        return fail("not within %s: %s", patience, description);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
