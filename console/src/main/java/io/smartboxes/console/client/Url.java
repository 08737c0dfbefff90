package io.smartboxes.console.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Spells parts of addresses. */
final class Url {

    private Url() {}

    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The parameter that continues a list, to follow others. */
    static String next(@Nullable String token) {
        return token == null ? "" : "&nextToken=" + part(token);
    }
}
