package io.smartboxes.console.sandbox;

import java.util.Locale;

/** How figures read. */
final class MetricWords {

    private static final double KIB = 1024;
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    private static final double SHORT = 100;

    private MetricWords() {}

    static String percent(double of) {
        return String.format(Locale.ROOT, "%.1f %%", of);
    }

    static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= KIB && unit < UNITS.length - 1) {
            size /= KIB;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || size >= SHORT ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
    }

    static String vcpus(int count) {
        return count == 1 ? "1 vCPU" : count + " vCPUs";
    }
}
