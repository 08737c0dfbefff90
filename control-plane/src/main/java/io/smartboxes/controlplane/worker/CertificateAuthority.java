package io.smartboxes.controlplane.worker;

import io.smartboxes.id.WorkerId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs the worker link's two kinds of certificate: the server's, and one for each worker. ECDSA on P-256 throughout. */
final class CertificateAuthority {

    /** A new authority is needed after this long; workers then enrol again. */
    static final Duration LIFETIME = Duration.ofDays(3650);

    /** Peers whose clocks are behind by less than this accept a new certificate. */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private static final X500Principal NAME = new X500Principal("CN=SmartBoxes worker link authority");
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey privateKey;

    CertificateAuthority(X509Certificate certificate, PrivateKey privateKey) {
        this.certificate = certificate;
        this.privateKey = privateKey;
    }

    /** A new authority with a new key. */
    static CertificateAuthority create(Instant now) {
        KeyPair keys = newKeyPair();
        var builder = builder(NAME, NAME, keys.getPublic(), now, LIFETIME);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        } catch (CertIOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return new CertificateAuthority(sign(builder, keys.getPrivate()), keys.getPrivate());
    }

    static KeyPair newKeyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This JDK has no P-256", impossible);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /**
     * A certificate that names the worker in its subject and in a DNS name ({@link WorkerCertificates#hostName}). Workers are
     * clients of the link and both ends of the passage between gateways.
     */
    X509Certificate issueWorker(WorkerId worker, PublicKey key, Instant now, Duration lifetime) {
        return issue(
                WorkerCertificates.subject(worker),
                key,
                now,
                lifetime,
                List.of(WorkerCertificates.hostName(worker)),
                KeyPurposeId.id_kp_clientAuth,
                KeyPurposeId.id_kp_serverAuth);
    }

    /** A certificate for the link's server, valid for these host names and addresses. */
    X509Certificate issueServer(List<String> names, PublicKey key, Instant now, Duration lifetime) {
        return issue(
                new X500Principal("CN=SmartBoxes worker link"),
                key,
                now,
                lifetime,
                names,
                KeyPurposeId.id_kp_serverAuth);
    }

    private X509Certificate issue(
            X500Principal subject,
            PublicKey key,
            Instant now,
            Duration lifetime,
            List<String> names,
            KeyPurposeId... purposes) {
        var builder = builder(certificate.getSubjectX500Principal(), subject, key, now, lifetime);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
        } catch (CertIOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return sign(builder, privateKey);
    }

    private static GeneralNames alternativeNames(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    /** Host names have a letter in their last label and no colon, so this needs no look-up. */
    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant now, Duration lifetime) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).setBit(0),
                Date.from(now.minus(CLOCK_TOLERANCE)),
                Date.from(now.plus(lifetime)),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException("Cannot sign a certificate", impossible);
        }
    }

    /** What an enrolment token carries, so that a worker knows the authority before it has a certificate: SHA-256 of the DER. */
    byte[] fingerprint() {
        try {
            return Digests.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
