package io.smartboxes.controlplane.usage;

import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what callers ask of usage. */
@Singleton
final class UsageRequests {

    static final int GROUPS_MAX = 1_000;

    private static final Duration RANGE_MAX = Duration.ofDays(400);
    private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final InstantSource clock;

    UsageRequests(InstantSource clock) {
        this.clock = clock;
    }

    /** The scope, widened to full hours; from the first of this month to now unless said. */
    UsageScope scope(
            @Nullable String from,
            @Nullable String to,
            @Nullable String apiKey,
            @Nullable String template,
            @Nullable String sandbox) {
        Instant now = clock.instant();
        Instant begin = presence(from) == null
                ? now.atOffset(ZoneOffset.UTC)
                        .withDayOfMonth(1)
                        .truncatedTo(ChronoUnit.DAYS)
                        .toInstant()
                : instant("from", from).truncatedTo(ChronoUnit.HOURS);
        Instant end = nextHour(presence(to) == null ? now : instant("to", to));
        if (!end.isAfter(begin)) {
            throw refused("to must be later than from.");
        }
        if (Duration.between(begin, end).compareTo(RANGE_MAX) > 0) {
            throw refused("from and to may be at most " + RANGE_MAX.toDays() + " days apart.");
        }
        return new UsageScope(
                begin,
                end,
                id("apiKey", apiKey, ApiKeyId::parse),
                id("template", template, TemplateId::parse),
                id("sandbox", sandbox, SandboxId::parse));
    }

    static UsageGrouping grouping(@Nullable String text) {
        String asked = presence(text);
        return asked == null
                ? UsageGrouping.DAY
                : UsageGrouping.of(asked)
                        .orElseThrow(() -> refused("groupBy is '" + asked + "': it must be one of "
                                + Arrays.stream(UsageGrouping.values())
                                        .map(UsageGrouping::code)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    static @Nullable Meter meter(@Nullable String text) {
        String asked = presence(text);
        return asked == null
                ? null
                : Meter.of(asked)
                        .orElseThrow(() -> refused("meter is '" + asked + "': it must be one of "
                                + Arrays.stream(Meter.values()).map(Meter::code).collect(Collectors.joining(", "))
                                + "."));
    }

    static int groups(@Nullable Integer limit) {
        if (limit != null && (limit < 1 || limit > GROUPS_MAX)) {
            throw refused("limit is " + limit + ": it must be from 1 to " + GROUPS_MAX + ".");
        }
        return limit == null ? GROUPS_MAX : limit;
    }

    private static Instant nextHour(Instant time) {
        Instant full = time.truncatedTo(ChronoUnit.HOURS);
        return full.equals(time) ? time : full.plus(1, ChronoUnit.HOURS);
    }

    private static Instant instant(String name, @Nullable String text) {
        try {
            Instant time = OffsetDateTime.parse(text == null ? "" : text).toInstant();
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException malformed) {
            // Refused below.
        }
        throw refused(name + " is '" + text + "': it must be a time like 2026-01-31T12:00:00Z.");
    }

    private static <T> @Nullable T id(String name, @Nullable String text, Function<String, T> parse) {
        String asked = presence(text);
        try {
            return asked == null ? null : parse.apply(asked);
        } catch (IllegalArgumentException malformed) {
            throw refused(name + " is not an id of that kind.");
        }
    }

    private static @Nullable String presence(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.INVALID_REQUEST, why);
    }
}
