package io.smartboxes.controlplane.worker;

import java.util.regex.Pattern;

/** What a worker may be called: fit for host names, file names and logs. */
final class WorkerNames {

    private static final int LENGTH_MAX = 40;
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0," + (LENGTH_MAX - 1) + "})");

    private WorkerNames() {}

    /** @throws IllegalArgumentException when the name has another form */
    static String require(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("A worker's name has 1 to " + LENGTH_MAX
                    + " of a-z, 0-9 and '-', and does not begin with '-': '" + forLogs(name) + "'");
        }
        return name;
    }

    /** A stranger's text, made harmless. */
    static String forLogs(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() <= LENGTH_MAX ? printable : printable.substring(0, LENGTH_MAX) + "...";
    }
}
