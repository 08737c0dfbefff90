package io.smartboxes.console.browser;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The codes that an authenticator app shows (RFC 6238). Each is good for one use. */
record OneTimeCode(String secret) {

    private static final int STEP_SECONDS = 30;
    private static final int DIGITS = 1_000_000;

    /** The one of now. */
    String now() {
        return at(Instant.now());
    }

    /** The one after it, which the provider takes already: for whoever has just used the one of now. */
    String next() {
        return at(Instant.now().plusSeconds(STEP_SECONDS));
    }

    private String at(Instant moment) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] digest = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(moment.getEpochSecond() / STEP_SECONDS)
                    .array());
            int start = digest[digest.length - 1] & 0xF;
            int number = ByteBuffer.wrap(digest, start, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return "%06d".formatted(number % DIGITS);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
