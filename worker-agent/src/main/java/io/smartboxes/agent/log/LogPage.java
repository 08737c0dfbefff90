package io.smartboxes.agent.log;

import java.util.List;

/**
 * Some lines of a log.
 *
 * @param lines in the direction in which they were read
 * @param next the number from which to go on; what was passed over is behind it
 * @param more whether there was more to look at in this direction
 * @param oldest the number of the first line that is still there; 0 for none
 * @param ended nothing will be added
 */
public record LogPage(List<LogLine> lines, long next, boolean more, long oldest, boolean ended) {}
