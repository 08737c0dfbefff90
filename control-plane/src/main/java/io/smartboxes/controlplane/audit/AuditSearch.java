package io.smartboxes.controlplane.audit;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to look for; absent parts do not narrow.
 *
 * @param from the first instant
 * @param to the instant after the last
 * @param action a whole one, or what it is done to: {@code sandbox} finds {@code sandbox.kill}
 */
record AuditSearch(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String target,
        @Nullable String outcome) {

    private static final int TEXT_MAX = 200;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** @throws ProblemException INVALID_REQUEST, naming the parameter */
    static AuditSearch parse(
            @Nullable String from,
            @Nullable String to,
            @Nullable String actor,
            @Nullable String action,
            @Nullable String target,
            @Nullable String outcome) {
        if (outcome != null && !outcome.equals("done") && !outcome.equals("refused")) {
            throw refused("outcome", "must be done or refused");
        }
        return new AuditSearch(
                instant("from", from),
                instant("to", to),
                text("actor", actor),
                text("action", action),
                text("target", target),
                outcome);
    }

    void narrow(StringBuilder sql, List<@Nullable Object> parameters) {
        add(sql, parameters, " and at >= ?", from);
        add(sql, parameters, " and at < ?", to);
        add(sql, parameters, " and actor = ?", actor);
        if (action != null) {
            sql.append(" and (action = ? or starts_with(action, ?))");
            parameters.add(action);
            parameters.add(action + ".");
        }
        add(sql, parameters, " and target = ?", target);
        add(sql, parameters, " and outcome = ?", outcome);
    }

    private static void add(
            StringBuilder sql, List<@Nullable Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            parameters.add(value);
        }
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var instant = Instant.parse(text);
            if (instant.isAfter(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeParseException malformed) {
            // Answered below, like a time that no database can hold.
        }
        throw refused(name, "must be a time like 2026-01-31T12:00:00Z");
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text != null && (text.length() > TEXT_MAX || text.indexOf('\0') >= 0)) {
            throw refused(name, "must have " + TEXT_MAX + " characters at most, and no NUL among them");
        }
        return text;
    }

    private static ProblemException refused(String name, String why) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "The parameter " + name + " " + why + ".");
    }
}
