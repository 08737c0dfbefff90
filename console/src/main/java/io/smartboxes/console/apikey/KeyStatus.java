package io.smartboxes.console.apikey;

import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.console.component.StatusBadge.Tone;
import java.time.Duration;
import java.time.Instant;

/** One word for how a key is. */
record KeyStatus(String text, Tone tone) {

    /** So long before its end it is time to think of another. */
    private static final Duration SOON = Duration.ofDays(7);

    static KeyStatus of(ApiKey key, Instant now) {
        var end = key.expiresAt();
        if (key.revokedAt() != null) {
            return new KeyStatus("Revoked", Tone.QUIET);
        }
        if (end != null && !now.isBefore(end)) {
            return new KeyStatus("Expired", Tone.QUIET);
        }
        if (end != null && end.isBefore(now.plus(SOON))) {
            return new KeyStatus("Expires soon", Tone.WARNING);
        }
        return new KeyStatus("Active", Tone.GOOD);
    }

    /** Whether it opens anything. */
    static boolean isLive(ApiKey key, Instant now) {
        var end = key.expiresAt();
        return key.revokedAt() == null && (end == null || now.isBefore(end));
    }
}
