package io.smartboxes.console.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/** By what figures are told apart. */
enum Grouping {
    DAY("day", "Day"),
    HOUR("hour", "Hour"),
    API_KEY("api-key", "API key"),
    TEMPLATE("template", "Template"),
    SANDBOX("sandbox", "Sandbox");

    private final String code;
    private final String title;

    Grouping(String code, String title) {
        this.code = code;
        this.title = title;
    }

    /** In addresses and in the API. */
    String code() {
        return code;
    }

    String title() {
        return title;
    }

    boolean isTime() {
        return this == DAY || this == HOUR;
    }

    /** How long a group of this kind lasts. */
    Duration length() {
        return this == HOUR ? Duration.ofHours(1) : Duration.ofDays(1);
    }

    Instant end(Instant begin) {
        return begin.plus(length());
    }

    /** What leaves only the rows of one group. */
    Map<String, String> only(String key) {
        return switch (this) {
            case DAY, HOUR -> Map.of();
            case API_KEY -> Map.of("apiKey", key);
            case TEMPLATE -> Map.of("template", key);
            case SANDBOX -> Map.of("sandbox", key);
        };
    }

    static Grouping of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code.equals(code))
                .findFirst()
                .orElse(DAY);
    }
}
