package io.smartboxes.console.usage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** Stretches of time that can be chosen. Days and months are UTC's, as on a bill. */
enum Period {
    DAY("day", "Last 24 hours"),
    WEEK("week", "Last 7 days"),
    MONTH("month", "This month"),
    BEFORE("last-month", "Last month"),
    QUARTER("90-days", "Last 90 days");

    private final String code;
    private final String title;

    Period(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /** In addresses. */
    String code() {
        return code;
    }

    String title() {
        return title;
    }

    Instant from(Instant now) {
        Instant firstOfMonth = now.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
        return switch (this) {
            case DAY -> now.truncatedTo(ChronoUnit.HOURS).minus(23, ChronoUnit.HOURS);
            case WEEK -> now.truncatedTo(ChronoUnit.DAYS).minus(6, ChronoUnit.DAYS);
            case MONTH -> firstOfMonth;
            case BEFORE -> firstOfMonth.atOffset(ZoneOffset.UTC).minusMonths(1).toInstant();
            case QUARTER -> now.truncatedTo(ChronoUnit.DAYS).minus(89, ChronoUnit.DAYS);
        };
    }

    Instant to(Instant now) {
        return this == BEFORE
                ? MONTH.from(now)
                : now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    static Period of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code.equals(code))
                .findFirst()
                .orElse(MONTH);
    }
}
