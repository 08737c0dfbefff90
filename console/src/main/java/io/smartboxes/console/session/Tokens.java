package io.smartboxes.console.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the provider gave for one sign-in.
 *
 * @param subject who signed in
 * @param idToken names the sign-in when it is ended at the provider
 * @param refreshToken gets the next ones; absent from providers that give none
 */
record Tokens(
        String subject,
        String accessToken,
        String idToken,
        @Nullable String refreshToken,
        Instant issuedAt,
        Instant expiresAt) {

    /** Renewed long before they run out, so that an outage of the provider is nobody's problem for a while. */
    private static final Duration RENEWED_AFTER = Duration.ofMinutes(30);

    /** A request takes its time, and clocks differ. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    boolean isDue(Instant now) {
        var quarter = Duration.between(issuedAt, expiresAt).dividedBy(4);
        var after = quarter.compareTo(RENEWED_AFTER) < 0 ? quarter : RENEWED_AFTER;
        return !now.isBefore(issuedAt.plus(after));
    }

    boolean isSpent(Instant now) {
        return !now.isBefore(expiresAt.minus(MARGIN));
    }

    @Override
    public String toString() {
        return "Tokens[" + subject + ", until " + expiresAt + "]";
    }
}
