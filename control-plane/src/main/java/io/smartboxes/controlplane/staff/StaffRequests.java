package io.smartboxes.controlplane.staff;

import io.smartboxes.api.v1.NewLimitOverride;
import io.smartboxes.controlplane.quota.LimitOverrides;
import io.smartboxes.controlplane.quota.LimitedResource;
import io.smartboxes.controlplane.tenant.Suspension;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what staff ask for. */
final class StaffRequests {

    private static final int SENTENCE_MAX = LimitOverrides.REASON_MAX;

    /** More than anything has; a few of them still add up. */
    private static final long LIMIT_MAX = 1_000_000_000_000L;

    /** A month: whoever means longer does not mean to terminate. */
    private static final long GRACE_SECONDS_MAX = 31L * 24 * 3600;

    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private StaffRequests() {}

    static TenantId tenant(String id) {
        try {
            return TenantId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw unknown(id);
        }
    }

    static ProblemException unknown(String id) {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no tenant \"" + id + "\".");
    }

    /** Whether the state that is asked for, running, ended or none, is this one or both. */
    static boolean wants(@Nullable String asked, String state) {
        if (asked != null && !asked.equals("running") && !asked.equals("ended")) {
            throw invalid("state must be running or ended; leave it out for both.");
        }
        return asked == null || asked.equals(state);
    }

    static LimitedResource resource(String code) {
        return LimitedResource.find(code)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND,
                        "There is no limit \"" + code + "\"; there are "
                                + Arrays.stream(LimitedResource.values())
                                        .map(LimitedResource::code)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    static LimitOverrides.Order order(LimitedResource resource, NewLimitOverride request, String madeBy) {
        Long limit = request.limit();
        boolean unlimited = Boolean.TRUE.equals(request.unlimited());
        if (unlimited == (limit != null)) {
            throw invalid("Say either limit, a whole number, or unlimited: true.");
        }
        if (limit != null && limit > LIMIT_MAX) {
            throw invalid("limit must be at most " + LIMIT_MAX + "; say unlimited: true if there is to be none.");
        }
        return new LimitOverrides.Order(
                resource, limit, sentence("reason", request.reason()), madeBy, instant(request.expiresAt()));
    }

    static Suspension step(@Nullable String code) {
        return Arrays.stream(Suspension.values())
                .filter(step -> step.code().equals(code))
                .findFirst()
                .orElseThrow(() -> invalid("step must be one of "
                        + Arrays.stream(Suspension.values())
                                .map(Suspension::code)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    static @Nullable Duration grace(@Nullable Long seconds) {
        if (seconds != null && (seconds < 0 || seconds > GRACE_SECONDS_MAX)) {
            throw invalid("graceSeconds must be from 0 to " + GRACE_SECONDS_MAX + ".");
        }
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    /** What staff do, they explain to those whom it concerns. */
    static String sentence(String name, @Nullable String text) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.isEmpty() || stripped.length() > SENTENCE_MAX || stripped.indexOf('\0') >= 0) {
            throw invalid(
                    name + " must be a sentence for the tenant's members, of 1 to " + SENTENCE_MAX + " characters.");
        }
        return stripped;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException malformed) {
            // Refused below.
        }
        throw invalid("expiresAt must be a time like 2026-01-31T12:00:00Z, before the year 2200.");
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}
