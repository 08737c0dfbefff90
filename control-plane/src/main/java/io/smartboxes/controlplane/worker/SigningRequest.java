package io.smartboxes.controlplane.worker;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** The public key of a PKCS#10 request whose maker has shown to hold the private one. Everything else in it is ignored. */
record SigningRequest(PublicKey publicKey) {

    /** A request with one P-256 key takes about 250 bytes. */
    static final int BYTES_MAX = 4096;

    private static final int CURVE_BITS_MIN = 256;

    byte[] publicKeyHash() {
        return Digests.sha256(publicKey.getEncoded());
    }

    /**
     * Checks form, key and signature.
     *
     * @throws IllegalArgumentException when the request is malformed, its key weak or its signature not that key's; the message
     *     is for the worker's operator
     */
    static SigningRequest parse(byte[] der) {
        if (der.length > BYTES_MAX) {
            throw new IllegalArgumentException("The certificate signing request has more than " + BYTES_MAX + " bytes");
        }
        try {
            var request = new JcaPKCS10CertificationRequest(der);
            PublicKey key = request.getPublicKey();
            requireStrong(key);
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("The certificate signing request is not signed by its own key");
            }
            return new SigningRequest(key);
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException bad) {
            if (bad instanceof IllegalArgumentException explained && explained.getCause() == null) {
                throw explained;
            }
            throw new IllegalArgumentException("The certificate signing request is not PKCS#10 in DER", bad);
        }
    }

    private static void requireStrong(PublicKey key) {
        boolean strong =
                key instanceof ECPublicKey curve && curve.getParams().getOrder().bitLength() >= CURVE_BITS_MIN;
        if (!strong) {
            throw new IllegalArgumentException("A worker's key is an elliptic-curve key of at least " + CURVE_BITS_MIN
                    + " bits, and this one is " + key.getAlgorithm());
        }
    }
}
