package io.smartboxes.controlplane.platform.http;

import java.util.regex.Pattern;

/** Callers' text in our log: bounded, unable to start a line of its own, and without the keys that some put into URLs. */
final class LogText {

    private static final int LENGTH_MAX = 200;

    /** As an API key begins, in any case and with anything after it, for a mistyped one is nearly as good. */
    private static final Pattern KEY = Pattern.compile("(?i)e2b_[0-9a-z]+");

    private LogText() {}

    static String safe(String text) {
        String masked = KEY.matcher(text).replaceAll("e2b_...");
        String bounded = masked.length() <= LENGTH_MAX ? masked : masked.substring(0, LENGTH_MAX) + "...";
        return bounded.replaceAll("[\\p{Cntrl}\\s]", "?");
    }
}
