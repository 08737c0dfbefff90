package io.smartboxes.console.usage;

import io.smartboxes.api.v1.UsageReport;

/** What groups are called. */
final class GroupNames {

    private static final int HEAD = 8;
    private static final int TAIL = 6;

    private GroupNames() {}

    static String of(Grouping grouping, UsageReport.Group group) {
        String key = group.key();
        String name = group.name();
        if (key == null) {
            return "Made in the console";
        }
        return switch (grouping) {
            case DAY -> key.substring(0, 10);
            case HOUR -> key.substring(0, 10) + " " + key.substring(11, 16);
            case API_KEY, TEMPLATE -> name == null ? shortened(key) : name;
            case SANDBOX -> shortened(key);
        };
    }

    private static String shortened(String id) {
        return id.length() <= HEAD + TAIL + 1 ? id : id.substring(0, HEAD) + "…" + id.substring(id.length() - TAIL);
    }
}
