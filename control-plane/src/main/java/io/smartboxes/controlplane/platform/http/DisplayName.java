package io.smartboxes.controlplane.platform.http;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people call their things: 1 to 100 characters, in one line, not all blank. */
public final class DisplayName {

    public static final int LENGTH_MAX = 100;

    /** Control characters, line ends, and halves of surrogate pairs: none of these can be stored or shown. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\p{Cs}]");

    private DisplayName() {}

    /**
     * The name, as it is.
     *
     * @throws ProblemException INVALID_REQUEST, when it is none
     */
    public static String require(@Nullable String name) {
        if (name == null || name.isBlank() || name.length() > LENGTH_MAX) {
            throw refused((name == null ? "missing" : name.length() + " characters long") + ": it must have 1 to "
                    + LENGTH_MAX + " characters that are not all blank.");
        }
        if (UNFIT.matcher(name).find()) {
            throw refused("more than one line of text: it must have no control characters.");
        }
        return name;
    }

    /** The nearest name to a text from elsewhere; the alternative, if nothing is left of it. */
    public static String nearest(String text, String otherwise) {
        String fit = UNFIT.matcher(text).replaceAll("").strip();
        if (fit.isEmpty()) {
            return otherwise;
        }
        int end = fit.offsetByCodePoints(0, Math.min(fit.codePointCount(0, fit.length()), LENGTH_MAX));
        return fit.substring(0, end);
    }

    private static ProblemException refused(String fault) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "name is " + fault);
    }
}
