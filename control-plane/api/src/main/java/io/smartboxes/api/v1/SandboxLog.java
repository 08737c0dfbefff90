package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a sandbox's log.
 *
 * @param items in the order in which they were asked for
 * @param state live: more may come; ended: nothing more will; none: it has not run yet; expired: it is kept no longer
 * @param nextToken goes on from here, in the same direction; there on every page that is of a log
 * @param more whether there was more to look at
 * @param truncated older lines are gone, because a log has a size
 */
public record SandboxLog(
        List<Line> items, String state, @Nullable String nextToken, boolean more, boolean truncated) {

    public SandboxLog {
        items = List.copyOf(items);
    }

    /** No lines, and why. */
    public static SandboxLog empty(String state) {
        return new SandboxLog(List.of(), state, null, false, false);
    }

    /**
     * One line.
     *
     * @param number counts over the sandbox's life
     * @param level info, warn or error
     * @param stream stdout, stderr, or system for what watches over the sandbox
     * @param pid of the process that it is of
     * @param text whatever the process wrote; a long line is cut
     */
    public record Line(
            long number,
            Instant at,
            String level,
            String stream,
            @Nullable Long pid,
            String text) {}
}
