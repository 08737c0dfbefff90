package io.smartboxes.console.browser;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Adds rows to the table that the benchmark ends with. What a row is, infra/bench/table.mjs says. */
record FigureTable(Path rows) {

    private static final String NONE = "-";
    private static final String MISSED = "MISSED";

    /** Bounds a figure; whether it is met is printed, never asserted: a noisy machine is no broken product. */
    record Aim(String text, boolean met) {}

    static FigureTable ofTheEnvironment() {
        String rows = System.getenv("SMARTBOXES_BENCH_ROWS");
        if (rows == null || rows.isBlank()) {
            throw new IllegalStateException(
                    "SMARTBOXES_BENCH_ROWS is not set: figures go into the benchmark's table. Run: infra/smartboxes bench");
        }
        return new FigureTable(Path.of(rows));
    }

    void add(String figure, String value, Aim aim) {
        add(figure, value, NONE, aim);
    }

    void add(String figure, String value, String baseline, Aim aim) {
        String verdict = aim.met() ? "met" : MISSED;
        write(List.of(figure, value, baseline, aim.text(), verdict));
        System.out.println("  " + figure + ": " + value + (baseline.equals(NONE) ? "" : "; baseline " + baseline)
                + "; aim " + aim.text() + ": " + verdict);
    }

    /** It stands in the table all the same, with the reason. */
    void addUnmeasured(String figure, String reason) {
        write(List.of(figure, "not measured: " + reason, NONE, "", MISSED));
        System.out.println("  " + figure + ": not measured: " + reason);
    }

    private void write(List<String> row) {
        try {
            Files.writeString(
                    rows, new Gson().toJson(row) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }
}
