package io.smartboxes.console.words;

import io.smartboxes.api.v1.Limits;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people call limits and how they read the numbers; a limit of a newer API is shown in the API's own words. */
public final class LimitWords {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("sandboxes", "Sandboxes at once"),
            Map.entry("vcpu_milli", "vCPUs of all sandboxes"),
            Map.entry("memory_mib", "Memory of all sandboxes"),
            Map.entry("disk_mib", "Disk of all sandboxes"),
            Map.entry("vcpu_milli_each", "vCPUs of one sandbox"),
            Map.entry("memory_mib_each", "Memory of one sandbox"),
            Map.entry("disk_mib_each", "Disk of one sandbox"),
            Map.entry("life_seconds", "Life of one sandbox"),
            Map.entry("creations", "New sandboxes"),
            Map.entry("api_requests", "Requests to the API"));

    private static final long MIB_IN_A_GIB = 1024;
    private static final long SECONDS_IN_A_MINUTE = 60;
    private static final long SECONDS_IN_AN_HOUR = 3600;

    private LimitWords() {}

    public static String name(Limits.Limit limit) {
        return name(limit.resource(), limit.unit());
    }

    /** @param otherwise for a resource of a newer API */
    public static String name(String resource, String otherwise) {
        return NAMES.getOrDefault(resource, otherwise);
    }

    /** An amount as the audit log has it: a whole number, or words. */
    public static String stored(String resource, String text) {
        return text.matches("[0-9]{1,18}") ? amount(resource, Long.parseLong(text)) : text;
    }

    /** "2 of 3", "512 MiB, not limited", "at most 30 min", "10 per 60 s". */
    public static String state(Limits.Limit limit) {
        var used = limit.used();
        var max = limit.limit();
        if (max == null) {
            return used == null ? "Not limited" : amount(limit, used) + ", not limited";
        }
        if (used != null) {
            return amount(limit, used) + " of " + amount(limit, max);
        }
        if (limit.perSeconds() != null) {
            String rate = number(max) + " per " + time(limit.perSeconds());
            return limit.burst() == null || limit.burst().equals(max)
                    ? rate
                    : rate + ", " + number(limit.burst()) + " at once after a rest";
        }
        return "At most " + amount(limit, max);
    }

    /** From 0 to 1; nothing to show a bar of, if there is nothing to compare. */
    public static @Nullable Double share(Limits.Limit limit) {
        var used = limit.used();
        var max = limit.limit();
        if (used == null || max == null) {
            return null;
        }
        return max == 0 ? 1 : Math.min(1.0, (double) used / max);
    }

    private static String amount(Limits.Limit limit, long amount) {
        return amount(limit.resource(), amount);
    }

    /** So much of a resource: "2 GiB", "30 min". */
    public static String amount(String resource, long amount) {
        if (resource.startsWith("vcpu_milli")) {
            return amount % 1000 == 0 ? number(amount / 1000) : String.format(Locale.ROOT, "%.1f", amount / 1000.0);
        }
        if (resource.startsWith("memory_mib") || resource.startsWith("disk_mib")) {
            return amount != 0 && amount % MIB_IN_A_GIB == 0
                    ? number(amount / MIB_IN_A_GIB) + " GiB"
                    : number(amount) + " MiB";
        }
        return resource.equals("life_seconds") ? time(amount) : number(amount);
    }

    private static String time(long seconds) {
        if (seconds >= SECONDS_IN_AN_HOUR && seconds % SECONDS_IN_AN_HOUR == 0) {
            return seconds / SECONDS_IN_AN_HOUR + " h";
        }
        return seconds >= SECONDS_IN_A_MINUTE && seconds % SECONDS_IN_A_MINUTE == 0
                ? seconds / SECONDS_IN_A_MINUTE + " min"
                : seconds + " s";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
