package io.smartboxes.controlplane.platform.http;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page of a list ended: the time and id of its last row. Opaque to callers.
 *
 * @param ascending the list's direction, so that a page is never continued in the other
 */
public record Cursor(Instant at, UUID id, boolean ascending) {

    /** The text for {@code nextToken}. */
    public String encode() {
        String text = at + " " + id + (ascending ? " asc" : " desc");
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws ProblemException when it is not one, or of a list in the other direction
     */
    public static Cursor decode(String token, boolean ascending) {
        try {
            var parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", -1);
            var cursor = new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1]), parts[2].equals("asc"));
            if (cursor.ascending != ascending) {
                throw refused("it continues a list in the other order");
            }
            return cursor;
        } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException malformed) {
            throw refused("it is not one that this API gave out");
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "nextToken cannot be used: " + why + ". Start again without it.");
    }
}
