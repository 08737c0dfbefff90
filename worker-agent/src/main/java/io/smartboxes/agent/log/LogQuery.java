package io.smartboxes.agent.log;

import java.util.Locale;
import java.util.Set;

/**
 * Which lines somebody wants to see.
 *
 * @param backward the newest first, from there towards the beginning
 * @param beyond the number from which to go on, which is not among them; 0 begins at that end of the log
 * @param atMillis without a number: from that moment on, or back; 0: from the end of the log that it is read from
 * @param levelMin the least that is wanted
 * @param sources from which; empty: all
 * @param search what must be in the text, in whatever case; may be empty
 * @param waitMillis how long to wait, reading forward, when there is none yet
 */
public record LogQuery(
        boolean backward,
        long beyond,
        long atMillis,
        int limit,
        LogLevel levelMin,
        Set<LogSource> sources,
        String search,
        long waitMillis) {

    /** In one page. */
    public static final int LINES_MAX = 1000;

    public LogQuery {
        limit = Math.clamp(limit, 1, LINES_MAX);
        sources = Set.copyOf(sources);
        search = search.toLowerCase(Locale.ROOT);
    }

    boolean fits(LogLine line) {
        return line.level().compareTo(levelMin) >= 0
                && (sources.isEmpty() || sources.contains(line.source()))
                && (search.isEmpty() || line.text().toLowerCase(Locale.ROOT).contains(search));
    }
}
