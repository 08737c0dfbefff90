package io.smartboxes.console.apikey;

import java.util.Arrays;
import java.util.List;

/** What a key can be narrowed to, in words. Scopes that a newer API has are shown by their codes. */
enum KeyScope {
    SANDBOXES_READ("sandboxes:read", "See sandboxes, their logs and metrics"),
    SANDBOXES_WRITE("sandboxes:write", "Create, change and end sandboxes"),
    SANDBOXES_EXEC("sandboxes:exec", "Run commands and use files in sandboxes"),
    TEMPLATES_READ("templates:read", "See templates"),
    TEMPLATES_WRITE("templates:write", "Make and change templates"),
    USAGE_READ("usage:read", "See usage and cost"),
    TENANT_READ("tenant:read", "See the tenant and its settings"),
    KEYS("keys", "Make, rotate and revoke API keys");

    private static final String EVERYTHING = "*";

    private final String code;
    private final String words;

    KeyScope(String code, String words) {
        this.code = code;
        this.words = words;
    }

    String code() {
        return code;
    }

    String words() {
        return words;
    }

    /** A few words for a row. */
    static String brief(List<String> codes) {
        return codes.contains(EVERYTHING) ? "Everything" : String.join(", ", codes);
    }

    /** All of it, one a line. */
    static String whole(List<String> codes) {
        if (codes.contains(EVERYTHING)) {
            return "Everything that its maker may do";
        }
        return String.join(
                "\n",
                codes.stream()
                        .map(code -> Arrays.stream(values())
                                .filter(scope -> scope.code.equals(code))
                                .map(KeyScope::words)
                                .findFirst()
                                .orElse(code))
                        .toList());
    }
}
