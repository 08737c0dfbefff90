package io.smartboxes.agent.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * One line of a sandbox's log.
 *
 * @param number counts from one over the sandbox's life; later lines have higher ones
 * @param epoch of the lease under which it was written
 * @param guestNumber the last number of that box's guest that is in the log with this line
 * @param atMillis since 1970; never less than the line before
 * @param pid 0 for what no process said
 */
public record LogLine(
        long number,
        long epoch,
        long guestNumber,
        long atMillis,
        LogLevel level,
        LogSource source,
        long pid,
        String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FIELDS = 8;

    /** As it stands in the file: fields with a space between them, and the text as JSON, so that it is one line. */
    String encode() {
        try {
            return number + " " + atMillis + " " + epoch + " " + guestNumber + " " + level + " " + source + " " + pid
                    + " " + JSON.writeValueAsString(text) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A text that is no JSON", impossible);
        }
    }

    /** Empty for what is no line: files outlive crashes and full disks. */
    static Optional<LogLine> parse(String line) {
        String[] fields = line.split(" ", FIELDS);
        if (fields.length < FIELDS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogLine(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[1]),
                    LogLevel.valueOf(fields[4]),
                    LogSource.valueOf(fields[5]),
                    Long.parseLong(fields[6]),
                    JSON.readValue(fields[7], String.class)));
        } catch (IllegalArgumentException | JsonProcessingException garbage) {
            return Optional.empty();
        }
    }
}
