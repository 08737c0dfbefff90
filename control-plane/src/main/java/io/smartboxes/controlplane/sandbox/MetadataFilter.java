package io.smartboxes.controlplane.sandbox;

import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code metadata} parameter of lists. E2B's clients escape it three times: each key and value, then the whole
 * {@code k=v&k=v} text, then as a parameter. The framework has undone the last.
 */
final class MetadataFilter {

    private MetadataFilter() {}

    static Map<String, String> parse(@Nullable String parameter) {
        var wanted = new TreeMap<String, String>();
        if (parameter == null || parameter.isEmpty()) {
            return wanted;
        }
        for (String pair : unescape(parameter).split("&", -1)) {
            String[] sides = pair.split("=", 2);
            if (sides.length != 2) {
                throw refused("'" + pair + "' is not key=value");
            }
            wanted.put(unescape(sides[0]), unescape(sides[1]));
        }
        if (wanted.size() > SandboxLimits.METADATA_PAIRS_MAX) {
            throw refused("it has more than " + SandboxLimits.METADATA_PAIRS_MAX + " pairs");
        }
        if (!wanted.entrySet().stream()
                .allMatch(pair -> SafeText.isStorable(pair.getKey()) && SafeText.isStorable(pair.getValue()))) {
            throw refused("it has a NUL character in it");
        }
        return wanted;
    }

    private static String unescape(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw refused("'" + text + "' is not URL-encoded");
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.INVALID_REQUEST, "The metadata filter cannot be read: " + why + ".");
    }
}
