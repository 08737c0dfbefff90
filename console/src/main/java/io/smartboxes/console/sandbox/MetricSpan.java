package io.smartboxes.console.sandbox;

import io.smartboxes.api.v1.Sandbox;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How much of a sandbox's life its figures are shown of; of one that has ended, the last of it. */
enum MetricSpan {
    MINUTES_5("5 min", Duration.ofMinutes(5)),
    MINUTES_15("15 min", Duration.ofMinutes(15)),
    HOUR("1 h", Duration.ofHours(1)),
    LIFE("Whole life", null);

    private final String title;
    private final @Nullable Duration length;

    MetricSpan(String title, @Nullable Duration length) {
        this.title = title;
        this.length = length;
    }

    String title() {
        return title;
    }

    /** The first moment of it. */
    Instant from(Sandbox sandbox, Instant now) {
        Instant started = sandbox.startedAt() == null ? sandbox.createdAt() : sandbox.startedAt();
        if (length == null) {
            return started;
        }
        Instant from = to(sandbox, now).minus(length);
        return from.isBefore(started) ? started : from;
    }

    /** The last moment of it. */
    Instant to(Sandbox sandbox, Instant now) {
        return sandbox.endedAt() == null ? now : sandbox.endedAt();
    }
}
