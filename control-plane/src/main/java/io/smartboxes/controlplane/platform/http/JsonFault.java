package io.smartboxes.controlplane.platform.http;

import java.util.Objects;
import java.util.stream.Collectors;

/** The part of a JSON parser's message that helps a caller: what and where, without the names of our classes and settings. */
final class JsonFault {

    private static final int LENGTH_MAX = 300;

    /** How Jackson writes a place. */
    private static final String PLACE = "\\[Source: [^\\]]*line: (\\d+), column: (\\d+)\\]";

    private JsonFault() {}

    static String describe(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return describe(Objects.toString(deepest.getMessage(), "it is not JSON"));
    }

    /** @param message the parser's own, or one that ends with it */
    static String describe(String message) {
        String lines = message.replaceAll(PLACE, "line $1, column $2");
        String first = lines.lines().findFirst().orElse("").strip();
        String place = lines.lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> line.startsWith("at line"))
                .limit(1)
                .map(line -> ", " + line.replaceFirst(" \\(through.*", ""))
                .collect(Collectors.joining());
        String plain = (first + place).replaceAll("\\b(?:[a-z]\\w*\\.)+([A-Z]\\w*)", "$1");
        return plain.length() <= LENGTH_MAX ? plain : plain.substring(0, LENGTH_MAX) + "...";
    }
}
