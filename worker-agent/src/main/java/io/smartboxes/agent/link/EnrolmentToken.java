package io.smartboxes.agent.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an operator gives a new worker: {@code enr_<id>_<secret>.<fingerprint>}.
 *
 * @param text whole, as the control plane wants it back
 * @param authorityFingerprint SHA-256 of the authority's certificate in DER, lower-case hex: whom the worker may believe
 */
record EnrolmentToken(String text, String authorityFingerprint) {

    private static final Pattern FORM = Pattern.compile("enr_[0-9a-z]{26}_[0-9a-f]{64}\\.([0-9a-f]{64})");

    /**
     * Reads a token.
     *
     * @throws EnrolmentException when the text is not one
     */
    static EnrolmentToken parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new EnrolmentException(
                    "The enrolment token is not of the form enr_<id>_<secret>.<fingerprint>. Make a new one in the"
                            + " control plane and store it in the file that enrolment.token-file names.");
        }
        return new EnrolmentToken(matcher.group(), matcher.group(1));
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "EnrolmentToken[" + authorityFingerprint + "]";
    }
}
