package io.smartboxes.controlplane.platform.http;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** How many rows a page of any list may have. */
public final class PageLimit {

    public static final int MAX = 100;

    /** For lists whose clients do not know pages. */
    public static final int WITHOUT_PAGES = 1000;

    private PageLimit() {}

    /** The asked-for number of rows, or the most that is possible if none was asked for. */
    public static int of(@Nullable Integer asked) {
        if (asked != null && (asked < 1 || asked > MAX)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "limit is " + asked + ": it must be from 1 to " + MAX + ".");
        }
        return asked == null ? MAX : asked;
    }
}
