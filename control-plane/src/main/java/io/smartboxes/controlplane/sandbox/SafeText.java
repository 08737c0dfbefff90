package io.smartboxes.controlplane.sandbox;

import java.nio.charset.StandardCharsets;

/** Text that PostgreSQL can store and a process can be given. */
final class SafeText {

    private SafeText() {}

    /** No NUL, no half of a surrogate pair. */
    static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
