package io.smartboxes.console.browser;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Measured times in milliseconds. Percentiles are nearest rank: every figure is one that was measured. */
final class Timings {

    private final List<Double> millis = new ArrayList<>();

    void add(double one) {
        millis.add(one);
    }

    /** What has passed since this moment of {@link System#nanoTime}. */
    void addSince(long beganNanos) {
        add((System.nanoTime() - beganNanos) / (double) TimeUnit.MILLISECONDS.toNanos(1));
    }

    int count() {
        return millis.size();
    }

    double p50() {
        return percentile(0.5);
    }

    double p95() {
        return percentile(0.95);
    }

    private double percentile(double share) {
        var sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * share) - 1));
    }

    @Override
    public String toString() {
        return "p50 %s, p95 %s, most %s".formatted(text(p50()), text(p95()), text(Collections.max(millis)));
    }

    private static String text(double one) {
        return String.format(Locale.ROOT, one < 10 ? "%.1f ms" : "%.0f ms", one);
    }
}
