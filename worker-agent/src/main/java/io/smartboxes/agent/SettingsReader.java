package io.smartboxes.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    String requiredText(String key, Pattern form) {
        return present(key) ? text(key, "", form) : missing(key, "");
    }

    Path directory(String key) {
        return present(key) ? path(key, Path.of("/")) : missing(key, Path.of("/"));
    }

    Path path(String key, Path byDefault) {
        return read(key, byDefault, "must be an absolute path", text -> {
            Path path = Path.of(text);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException();
            }
            return path;
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

    double factor(String key, double byDefault, double min, double max) {
        return read(key, byDefault, "must be a number from " + min + " to " + max, text -> {
            double value = Double.parseDouble(text);
            if (!(value >= min && value <= max)) {
                throw new IllegalArgumentException();
            }
            return value;
        });
    }

    boolean flag(String key, boolean byDefault) {
        return read(key, byDefault, "must be true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    <E extends Enum<E>> E oneOf(String key, E byDefault, Class<E> type) {
        return read(
                key,
                byDefault,
                "must be one of " + List.of(type.getEnumConstants()).toString().toLowerCase(java.util.Locale.ROOT),
                text -> Enum.valueOf(type, text.toUpperCase(java.util.Locale.ROOT)));
    }

    /** Builds a part of the settings whose own checks may refuse. */
    <T> @Nullable T part(java.util.function.Supplier<T> builder) {
        try {
            return builder.get();
        } catch (IllegalArgumentException refused) {
            mistakes.add(String.valueOf(refused.getMessage()));
            return null;
        }
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

    private boolean present(String key) {
        asked.add(key);
        return settings.containsKey(key);
    }

    private <T> T missing(String key, T standIn) {
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
