package io.smartboxes.id;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * The text form of ids: a prefix and a UUID in 26 characters of Crockford's base32, lower case.
 *
 * <p>Source of the encoding: the TypeID specification, version 0.3 (its vectors are in the tests).
 */
final class TypeId {

    static final int SUFFIX_LENGTH = 26;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS_PER_CHARACTER = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TypeId() {}

    /** A new UUID of version 7 (RFC 9562): 48 bits of milliseconds, then random bits. */
    static UUID next(InstantSource clock) {
        long millis = clock.millis();
        long high = (millis << 16) | 0x7000 | (RANDOM.nextInt() & 0xfff);
        long low = (RANDOM.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    static String encode(String prefix, UUID id) {
        var text = new StringBuilder(prefix.length() + SUFFIX_LENGTH).append(prefix);
        for (int index = SUFFIX_LENGTH - 1; index >= 0; index--) {
            text.append(ALPHABET.charAt(bitsFrom(id, index * BITS_PER_CHARACTER)));
        }
        return text.toString();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the text has another prefix, length or alphabet
     */
    static UUID decode(String prefix, String text) {
        if (!text.startsWith(prefix) || text.length() != prefix.length() + SUFFIX_LENGTH) {
            throw malformed(prefix);
        }
        long high = 0;
        long low = 0;
        for (int index = prefix.length(); index < text.length(); index++) {
            int value = ALPHABET.indexOf(text.charAt(index));
            boolean overflows = index == prefix.length() && value > 7;
            if (value < 0 || overflows) {
                throw malformed(prefix);
            }
            high = (high << BITS_PER_CHARACTER) | (low >>> (64 - BITS_PER_CHARACTER));
            low = (low << BITS_PER_CHARACTER) | value;
        }
        return new UUID(high, low);
    }

    private static IllegalArgumentException malformed(String prefix) {
        return new IllegalArgumentException(
                "An id of this kind is '" + prefix + "' and 26 lower-case base32 characters");
    }

    private static int bitsFrom(UUID id, int shift) {
        long bits = shift >= 64
                ? id.getMostSignificantBits() >>> (shift - 64)
                : (id.getLeastSignificantBits() >>> shift)
                        | (shift == 0 ? 0 : id.getMostSignificantBits() << (64 - shift));
        return (int) (bits & 0x1f);
    }
}
