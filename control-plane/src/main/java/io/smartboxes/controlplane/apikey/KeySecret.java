package io.smartboxes.controlplane.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key's text: {@code e2b_}, 32 random hex digits (128 bits), and the CRC-32 of those 32 digits in 8 more.
 *
 * <p>The prefix is what E2B's older clients insist on. The checksum keeps typing errors away from the database and lets
 * scanners of leaked secrets be sure; it protects nothing.
 */
record KeySecret(String text) {

    static final String FORM = "e2b_ and 40 lower-case hex digits, the last 8 of them a checksum";

    private static final String PREFIX = "e2b_";
    private static final int RANDOM_BYTES = 16;
    private static final int RANDOM_DIGITS = 2 * RANDOM_BYTES;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-f]{40}");
    private static final SecureRandom RANDOM = new SecureRandom();

    KeySecret {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("not an API key");
        }
    }

    static KeySecret random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        String digits = HexFormat.of().formatHex(bytes);
        return new KeySecret(PREFIX + digits + checksum(digits));
    }

    static boolean isWellFormed(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return false;
        }
        int end = PREFIX.length() + RANDOM_DIGITS;
        return text.substring(end).equals(checksum(text.substring(PREFIX.length(), end)));
    }

    /** SHA-256: enough for 128 random bits, and fast. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this JDK lacks SHA-256", impossible);
        }
    }

    /** First eight and last four characters, to recognise the key by. */
    String mask() {
        return text.substring(0, 8) + "..." + text.substring(text.length() - 4);
    }

    @Override
    public String toString() {
        return "KeySecret[" + mask() + "]";
    }

    private static String checksum(String digits) {
        var crc = new CRC32();
        crc.update(digits.getBytes(StandardCharsets.US_ASCII));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
