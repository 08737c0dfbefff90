package io.smartboxes.controlplane.platform.http;

/** Callers' text in our log: bounded, and unable to start a line of its own. */
final class LogText {

    private static final int LENGTH_MAX = 200;

    private LogText() {}

    static String safe(String text) {
        String bounded = text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "...";
        return bounded.replaceAll("[\\p{Cntrl}\\s]", "?");
    }
}
