package io.smartboxes.controlplane.log;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.smartboxes.workerlink.LogLevel;
import io.smartboxes.workerlink.LogSource;
import io.smartboxes.workerlink.ReadLog;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Makes questions of what callers ask, or refuses it. */
final class LogQuestions {

    static final int LIMIT_MAX = 1000;

    private static final int SEARCH_MAX = 200;
    private static final int WAIT_SECONDS_MAX = 20;

    private final ReadLog.Builder question = ReadLog.newBuilder().setLimit(LIMIT_MAX);

    LogQuestions limit(@Nullable Integer asked) {
        if (asked != null) {
            if (asked < 1 || asked > LIMIT_MAX) {
                throw refused("limit is " + asked + ": it must be from 1 to " + LIMIT_MAX + ".");
            }
            question.setLimit(asked);
        }
        return this;
    }

    LogQuestions direction(@Nullable String asked) {
        question.setBackward(
                switch (asked == null ? "" : asked) {
                    case "", "forward" -> false;
                    case "backward" -> true;
                    default -> throw refused("direction is '" + asked + "': it must be forward or backward.");
                });
        return this;
    }

    /** Every line that matters at least so much; workers know nothing below info. */
    LogQuestions level(@Nullable String asked) {
        question.setLevelMin(
                switch (asked == null ? "" : asked) {
                    case "", "debug", "info" -> LogLevel.LOG_LEVEL_INFO;
                    case "warn" -> LogLevel.LOG_LEVEL_WARN;
                    case "error" -> LogLevel.LOG_LEVEL_ERROR;
                    default -> throw refused("level is '" + asked + "': it must be debug, info, warn or error.");
                });
        return this;
    }

    LogQuestions streams(@Nullable String asked) {
        if (asked == null || asked.isBlank()) {
            return this;
        }
        for (String stream : asked.split(",", -1)) {
            question.addSources(
                    switch (stream) {
                        case "stdout" -> LogSource.LOG_SOURCE_STDOUT;
                        case "stderr" -> LogSource.LOG_SOURCE_STDERR;
                        case "system" -> LogSource.LOG_SOURCE_SYSTEM;
                        default ->
                            throw refused("stream is '" + asked
                                    + "': it must be some of stdout, stderr and system, with commas.");
                    });
        }
        return this;
    }

    LogQuestions search(@Nullable String asked) {
        String text = asked == null ? "" : asked;
        if (text.length() > SEARCH_MAX || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw refused("search must be text of at most " + SEARCH_MAX + " characters.");
        }
        question.setSearch(text);
        return this;
    }

    LogQuestions millis(String name, @Nullable Long asked) {
        if (asked != null) {
            if (asked < 0) {
                throw refused(name + " is " + asked + ": it must be a time in milliseconds since 1970.");
            }
            question.setAtMillis(asked);
        }
        return this;
    }

    LogQuestions at(@Nullable String asked) {
        try {
            return asked == null || asked.isBlank()
                    ? this
                    : millis("at", OffsetDateTime.parse(asked).toInstant().toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw refused("at is '" + asked + "': it must be a time like 2026-01-31T12:00:00.5Z.");
        }
    }

    LogQuestions after(@Nullable String token) {
        if (token != null && !token.isBlank()) {
            long beyond;
            try {
                beyond = Long.parseLong(token);
            } catch (NumberFormatException malformed) {
                beyond = -1;
            }
            if (beyond < 0) {
                throw refused("nextToken is not one that this API gave out. Leave it out to begin anew.");
            }
            question.setBeyond(beyond);
        }
        return this;
    }

    LogQuestions waitSeconds(@Nullable Integer asked) {
        if (asked != null) {
            if (asked < 0 || asked > WAIT_SECONDS_MAX) {
                throw refused("wait is " + asked + ": it must be from 0 to " + WAIT_SECONDS_MAX + " seconds.");
            }
            question.setWaitMillis(asked * 1000L);
        }
        return this;
    }

    /** A new one each time: whoever asks puts more into it. */
    ReadLog.Builder question() {
        return question.clone();
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}
