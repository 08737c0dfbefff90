package io.smartboxes.agent.testing;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Signs what a control plane signs: the link's server and its workers. */
public final class TestAuthority {

    private static final X500Principal NAME = new X500Principal("CN=Test authority");

    private final KeyPair keys = newKeys();
    private final X509Certificate certificate = sign(NAME, keys.getPublic(), true, null);

    public byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der()));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String token() {
        return "enr_" + "0".repeat(26) + "_" + "a".repeat(64) + "." + fingerprint();
    }

    public byte[] signWorker(byte[] request) {
        try {
            PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
            return sign(new X500Principal("CN=wkr_test"), key, false, "wkr-test.worker.smartboxes.internal")
                    .getEncoded();
        } catch (Exception malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** A server of this address that takes clients with a certificate of this authority, and those without. */
    public SslContext serverContext(String address) {
        try {
            KeyPair serverKeys = newKeys();
            X509Certificate server = sign(new X500Principal("CN=server"), serverKeys.getPublic(), false, address);
            return GrpcSslContexts.configure(
                            SslContextBuilder.forServer(serverKeys.getPrivate(), server, certificate), SslProvider.JDK)
                    .trustManager(certificate)
                    .clientAuth(ClientAuth.OPTIONAL)
                    .build();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate sign(X500Principal subject, PublicKey key, boolean authority, String name) {
        try {
            Instant now = InstantSource.system().instant();
            var builder = new JcaX509v3CertificateBuilder(
                    NAME,
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(now.minus(Duration.ofMinutes(1))),
                    Date.from(now.plus(Duration.ofHours(1))),
                    subject,
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                }));
                int kind = name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(kind, name)));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
