package io.smartboxes.controlplane.mail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long to wait between attempts: half a day altogether. */
final class MailSchedule {

    private static final List<Duration> DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(4),
            Duration.ofHours(8));

    private MailSchedule() {}

    /** Before the next attempt; nothing, if this one was the last. */
    static Optional<Duration> after(int attempt) {
        return attempt > DELAYS.size() ? Optional.empty() : Optional.of(DELAYS.get(attempt - 1));
    }
}
