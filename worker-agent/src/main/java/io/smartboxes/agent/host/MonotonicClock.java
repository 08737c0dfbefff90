package io.smartboxes.agent.host;

import java.time.Duration;

/**
 * Time that only moves forward, and means the same to every process of one kernel boot: durations and deadlines come from
 * here, never from the wall clock.
 */
public interface MonotonicClock {

    /** Nanoseconds since an arbitrary moment of this {@link #boot}. */
    long nanos();

    /** Names the kernel's boot; readings of another boot cannot be compared. */
    String boot();

    /** What is left until a reading; zero when it has passed. */
    default Duration until(long deadlineNanos) {
        return Duration.ofNanos(Math.max(0, deadlineNanos - nanos()));
    }
}
