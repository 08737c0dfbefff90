package io.smartboxes.agent.runtime;

import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of one boot of one box: {@code rt} and 20 Crockford base32 digits (100 random bits), new at every boot and never
 * used again.
 *
 * <p>The length is fixed because {@code runsc} accepts any unambiguous prefix of an id: only ids of equal length cannot be
 * prefixes of each other.
 */
public record RuntimeId(String text) implements Comparable<RuntimeId> {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int DIGIT_COUNT = 20;
    private static final Pattern FORM = Pattern.compile("rt[" + DIGITS + "]{" + DIGIT_COUNT + "}");

    public RuntimeId {
        Objects.requireNonNull(text, "text");
        if (!isRuntimeId(text)) {
            throw new IllegalArgumentException("Not a runtime id (rt and " + DIGIT_COUNT + " base32 digits): " + text);
        }
    }

    /** A new id; the source must be cryptographically strong, because ids must never repeat across restarts. */
    public static RuntimeId random(RandomGenerator random) {
        var text = new StringBuilder("rt");
        for (int digit = 0; digit < DIGIT_COUNT; digit++) {
            text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return new RuntimeId(text.toString());
    }

    /** Whether a name found on the host has the form of a runtime id. */
    public static boolean isRuntimeId(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(RuntimeId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
