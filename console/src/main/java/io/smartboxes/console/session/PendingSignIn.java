package io.smartboxes.console.session;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * A sign-in that has begun: what must be known again when the browser comes back.
 *
 * @param state names it, in the provider's answer
 * @param nonce binds the ID token to it
 * @param verifier of PKCE
 * @param to the local address that the person wanted
 */
record PendingSignIn(String state, String nonce, String verifier, String to) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    static PendingSignIn begin(String to) {
        return new PendingSignIn(random(), random(), random(), to);
    }

    String spell() {
        return String.join("\n", state, nonce, verifier, to);
    }

    static Optional<PendingSignIn> read(String text) {
        var parts = text.split("\n", -1);
        return parts.length == 4
                ? Optional.of(new PendingSignIn(parts[0], parts[1], parts[2], parts[3]))
                : Optional.empty();
    }

    private static String random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
