package io.smartboxes.controlplane.invitation;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A bare mail address, in lower case: nobody means two people by two spellings of one. */
record EmailAddress(String text) {

    private static final int LENGTH_MAX = 254;
    private static final Pattern SHAPE =
            Pattern.compile("[^\\s\\p{Cntrl}\\p{Cs}@<>()\\[\\],;:\\\\\"]{1,64}@[\\p{L}\\p{N}.-]{1,189}");

    /** @throws ProblemException INVALID_REQUEST, when it is none */
    static EmailAddress require(@Nullable String text) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.length() > LENGTH_MAX || !SHAPE.matcher(stripped).matches()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "email must be one bare mail address, like ada@example.com, of " + LENGTH_MAX
                            + " characters at most.");
        }
        return of(stripped);
    }

    static EmailAddress of(String known) {
        return new EmailAddress(known.toLowerCase(Locale.ROOT));
    }

    /** Enough of it for its owner to know which one is meant. */
    String masked() {
        int at = text.indexOf('@');
        return text.substring(0, Math.min(1, at)) + "***" + text.substring(at);
    }
}
