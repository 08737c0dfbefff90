package io.smartboxes.controlplane.worker;

import io.smartboxes.id.EnrolmentTokenId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A one-time token as the worker's operator sees it: {@code enr_<id>_<secret>.<authority>}.
 *
 * @param secret 256 random bits; only their SHA-256 is stored
 * @param authority SHA-256 of the authority's certificate in DER: whom the worker may talk to
 */
record EnrolmentToken(EnrolmentTokenId id, byte[] secret, byte[] authority) {

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern FORM = Pattern.compile("(enr_[0-9a-z]{26})_([0-9a-f]{64})\\.([0-9a-f]{64})");

    static EnrolmentToken create(EnrolmentTokenId id, CertificateAuthority authority) {
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new EnrolmentToken(id, secret, authority.fingerprint());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when the text is not a token
     */
    static EnrolmentToken parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not an enrolment token: enr_<id>_<secret>.<authority> is expected");
        }
        var hex = HexFormat.of();
        return new EnrolmentToken(
                EnrolmentTokenId.parse(matcher.group(1)),
                hex.parseHex(matcher.group(2)),
                hex.parseHex(matcher.group(3)));
    }

    byte[] secretHash() {
        return Digests.sha256(secret);
    }

    /** The secret itself: for the worker's operator, once. */
    String text() {
        var hex = HexFormat.of();
        return id + "_" + hex.formatHex(secret) + "." + hex.formatHex(authority);
    }

    @Override
    public String toString() {
        return "EnrolmentToken[" + id + "]";
    }
}
