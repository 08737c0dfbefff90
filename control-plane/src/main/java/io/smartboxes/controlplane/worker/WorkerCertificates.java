package io.smartboxes.controlplane.worker;

import io.smartboxes.id.WorkerId;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** How a worker's certificate says whose it is. */
public final class WorkerCertificates {

    private static final String COMMON_NAME = "CN=";

    private WorkerCertificates() {}

    static X500Principal subject(WorkerId worker) {
        return new X500Principal(COMMON_NAME + worker);
    }

    /** The name that a worker's gateway is to be verified by; it resolves nowhere. Underscores are not for host names. */
    static String hostName(WorkerId worker) {
        return worker.toString().replace('_', '-') + ".worker.smartboxes.internal";
    }

    /** The worker that a certificate of our authority names; empty for the server's own and other strangers. */
    public static Optional<WorkerId> workerOf(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        if (!subject.startsWith(COMMON_NAME + WorkerId.PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(WorkerId.parse(subject.substring(COMMON_NAME.length())));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** SHA-256 of the DER: what the registry keeps of the one certificate that may speak for a worker. */
    public static byte[] hash(X509Certificate certificate) {
        return Digests.sha256(encoded(certificate));
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static X509Certificate decode(byte[] der) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException damaged) {
            throw new IllegalStateException("The database holds a damaged certificate", damaged);
        }
    }
}
