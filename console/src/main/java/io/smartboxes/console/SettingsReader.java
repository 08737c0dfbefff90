package io.smartboxes.console;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads typed values from text settings and collects everything that is wrong, so that a person mends it in one go. */
final class SettingsReader {

    private final Map<String, String> settings;
    private final Set<String> asked = new HashSet<>();
    private final List<String> mistakes = new ArrayList<>();

    SettingsReader(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    String text(String key, String byDefault, Pattern form) {
        return read(key, byDefault, "must match " + form, text -> {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }

    int integer(String key, int byDefault, int min, int max) {
        return read(key, byDefault, "must be a whole number from " + min + " to " + max, text -> {
            int value = Integer.parseInt(text);
            if (value < min || value > max) {
                throw new IllegalArgumentException();
            }
            return value;
        });
    }

    /** An address without user, query or fragment; a slash at its end is dropped, so that paths can be appended. */
    URI address(String key) {
        return required(key, URI.create("http://localhost"), "must be an http or https address", text -> {
            var uri = URI.create(text.replaceAll("/+$", ""));
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if (!web || uri.getHost() == null || !plain) {
                throw new IllegalArgumentException();
            }
            return uri;
        });
    }

    Path file(String key) {
        return required(key, Path.of("/"), "must be an absolute path", text -> {
            var path = Path.of(text);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException();
            }
            return path;
        });
    }

    /**
     * To be called when everything has been asked for.
     *
     * @throws SettingsException with every mistake, keys that nobody asked for among them
     */
    void finish() {
        for (String key : new TreeSet<>(settings.keySet())) {
            if (!asked.contains(key)) {
                mistakes.add(key + ": there is no such setting");
            }
        }
        if (!mistakes.isEmpty()) {
            throw new SettingsException(mistakes);
        }
    }

    void mistake(String text) {
        mistakes.add(text);
    }

    private <T> T required(String key, T standIn, String rule, Function<String, T> parse) {
        if (settings.containsKey(key)) {
            return read(key, standIn, rule, parse);
        }
        asked.add(key);
        mistakes.add(key + ": is required");
        return standIn;
    }

    private <T> T read(String key, T byDefault, String rule, Function<String, T> parse) {
        asked.add(key);
        String text = settings.get(key);
        if (text == null) {
            return byDefault;
        }
        try {
            return parse.apply(text.strip());
        } catch (IllegalArgumentException wrong) {
            mistakes.add(key + ": " + rule + ", not '" + text + "'");
            return byDefault;
        }
    }
}
