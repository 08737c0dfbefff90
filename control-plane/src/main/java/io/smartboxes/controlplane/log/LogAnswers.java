package io.smartboxes.controlplane.log;

import io.micronaut.serde.ObjectMapper;
import io.smartboxes.api.e2b.SandboxLogEntries;
import io.smartboxes.api.e2b.SandboxLogs;
import io.smartboxes.api.v1.SandboxLog;
import io.smartboxes.workerlink.LogLevel;
import io.smartboxes.workerlink.LogLine;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.LogSource;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines of logs in the words of each API. */
@Singleton
final class LogAnswers {

    private final ObjectMapper json;

    LogAnswers(ObjectMapper json) {
        this.json = json;
    }

    SandboxLog page(LogPage page) {
        return new SandboxLog(
                page.getLinesList().stream().map(LogAnswers::line).toList(),
                page.getEnded() ? "ended" : "live",
                Long.toString(page.getNext()),
                page.getMore(),
                page.getOldest() > 1);
    }

    private static SandboxLog.Line line(LogLine line) {
        return new SandboxLog.Line(
                line.getNumber(),
                at(line),
                level(line),
                stream(line),
                line.getPid() == 0 ? null : line.getPid(),
                line.getText());
    }

    /** The command line of E2B parses each line as JSON. */
    SandboxLogs logs(LogPage page) {
        return new SandboxLogs(
                page.getLinesList().stream()
                        .map(line -> new SandboxLogs.Line(at(line), text(line)))
                        .toList(),
                entries(page));
    }

    SandboxLogEntries logEntries(LogPage page) {
        return new SandboxLogEntries(entries(page));
    }

    private static List<SandboxLogEntries.Entry> entries(LogPage page) {
        return page.getLinesList().stream()
                .map(line -> new SandboxLogEntries.Entry(at(line), level(line), line.getText(), fields(line)))
                .toList();
    }

    private String text(LogLine line) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("level", level(line));
        fields.putAll(fields(line));
        fields.put("message", line.getText());
        try {
            return json.writeValueAsString(fields);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, String> fields(LogLine line) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("logger", line.getSource() == LogSource.LOG_SOURCE_SYSTEM ? "sandbox" : "process");
        fields.put("stream", stream(line));
        if (line.getPid() != 0) {
            fields.put("pid", Long.toString(line.getPid()));
        }
        return fields;
    }

    /** As a line of a file. What would move a terminal's cursor, or do worse to it, is spelled out. */
    static String plain(LogLine line) {
        var text = new StringBuilder();
        line.getText().codePoints().forEach(point -> {
            if (point != '\t' && Character.isISOControl(point)) {
                text.append(String.format(Locale.ROOT, "\\x%02x", point));
            } else {
                text.appendCodePoint(point);
            }
        });
        return at(line).truncatedTo(ChronoUnit.MILLIS) + " " + stream(line) + " " + text + "\n";
    }

    static Instant at(LogLine line) {
        return Instant.ofEpochMilli(line.getAtMillis());
    }

    private static String level(LogLine line) {
        return line.getLevel() == LogLevel.LOG_LEVEL_WARN
                ? "warn"
                : line.getLevel() == LogLevel.LOG_LEVEL_ERROR ? "error" : "info";
    }

    private static String stream(LogLine line) {
        return switch (line.getSource()) {
            case LOG_SOURCE_STDERR -> "stderr";
            case LOG_SOURCE_SYSTEM -> "system";
            case LOG_SOURCE_STDOUT, LOG_SOURCE_UNSPECIFIED, UNRECOGNIZED -> "stdout";
        };
    }
}
