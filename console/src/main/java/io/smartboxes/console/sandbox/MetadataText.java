package io.smartboxes.console.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** Metadata as somebody types it: one {@code name=value} a line. */
sealed interface MetadataText {

    record Pairs(Map<String, String> all) implements MetadataText {}

    record Wrong(String why) implements MetadataText {}

    static MetadataText parse(String text) {
        var pairs = new LinkedHashMap<String, String>();
        for (String line :
                text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList()) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                return new Wrong("'" + line + "' is not of the form name=value.");
            }
            if (pairs.put(
                            line.substring(0, equals).strip(),
                            line.substring(equals + 1).strip())
                    != null) {
                return new Wrong("'" + line.substring(0, equals).strip() + "' is there twice.");
            }
        }
        return new Pairs(pairs);
    }
}
