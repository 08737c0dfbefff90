package io.smartboxes.controlplane.platform.http;

import java.util.Objects;

/** The part of a JSON parser's message that helps a caller: what and where, without the names of our classes. */
final class JsonFault {

    private static final int LENGTH_MAX = 300;

    private JsonFault() {}

    static String describe(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String firstLine = Objects.toString(deepest.getMessage(), "it is not JSON")
                .lines()
                .findFirst()
                .orElse("");
        String plain = firstLine.replaceAll("\\b(?:[a-z]\\w*\\.)+([A-Z]\\w*)", "$1");
        return plain.length() <= LENGTH_MAX ? plain : plain.substring(0, LENGTH_MAX) + "...";
    }
}
