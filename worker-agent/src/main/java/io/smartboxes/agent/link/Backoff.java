package io.smartboxes.agent.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before dialling again: doubles up to a few seconds, and is spread so that workers do not come in step. */
final class Backoff {

    static final Duration FIRST = Duration.ofMillis(50);
    static final Duration MAX = Duration.ofSeconds(3);

    private final RandomGenerator random;
    private Duration ceiling = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait: between half of the ceiling and all of it. */
    Duration next() {
        long millis = ceiling.toMillis();
        Duration wait = Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
        Duration doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(MAX) > 0 ? MAX : doubled;
        return wait;
    }

    /** A stream was welcomed: begin anew. */
    void reset() {
        ceiling = FIRST;
    }
}
