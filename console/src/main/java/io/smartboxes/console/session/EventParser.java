package io.smartboxes.console.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (HTML Living Standard, section 9.2), as far as the API uses them. */
final class EventParser {

    private static final int DATA_LENGTH_MAX = 1024 * 1024;

    private final BufferedReader lines;
    private final Runnable heard;

    /** @param heard runs at each line, comments too: a sign of life */
    EventParser(InputStream body, Runnable heard) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.heard = heard;
    }

    record Event(String name, @Nullable String id, String data) {}

    /** The next one; null at the end. */
    @Nullable Event next() throws IOException {
        String name = "message";
        String id = null;
        var data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heard.run();
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(name, id, data.toString());
                }
                continue;
            }
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "event" -> name = value;
                case "id" -> id = value;
                case "data" -> {
                    if (data.length() + value.length() > DATA_LENGTH_MAX) {
                        throw new IOException("an event is longer than " + DATA_LENGTH_MAX + " characters");
                    }
                    data.append(value);
                }
                default -> {}
            }
        }
        return null;
    }
}
