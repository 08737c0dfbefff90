package io.smartboxes.controlplane.testing;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.smartboxes.workerlink.EnrolRequest;
import io.smartboxes.workerlink.EnrolResponse;
import io.smartboxes.workerlink.WorkerEnrolmentGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** What a worker keeps of its enrolment. */
public record FakeWorkerIdentity(
        String workerId, KeyPair keys, X509Certificate certificate, X509Certificate authority) {

    private static final int CALL_SECONDS_MAX = 20;

    /** Enrols as a worker does: the authority is known by the token's fingerprint alone. */
    public static FakeWorkerIdentity enrol(int port, String token, String name) {
        return enrol(port, token, name, newKeys());
    }

    /** Enrols with a key that may have been used before. */
    public static FakeWorkerIdentity enrol(int port, String token, String name, KeyPair keys) {
        ManagedChannel channel = channel(port, tls().trustManager(new Pinned(fingerprint(token))));
        try {
            EnrolResponse answer = WorkerEnrolmentGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .enrol(EnrolRequest.newBuilder()
                            .setToken(token)
                            .setName(name)
                            .setCertificateSigningRequest(ByteString.copyFrom(signingRequest(keys)))
                            .build());
            return new FakeWorkerIdentity(
                    answer.getWorkerId(),
                    keys,
                    certificate(answer.getCertificate().toByteArray()),
                    certificate(answer.getAuthority().toByteArray()));
        } finally {
            channel.shutdownNow();
        }
    }

    /** A connection that shows this identity's certificate. */
    public ManagedChannel dial(int port) {
        return channel(port, tls().trustManager(authority).keyManager(keys.getPrivate(), certificate));
    }

    /** A connection that shows none. */
    public ManagedChannel dialWithoutCertificate(int port) {
        return channel(port, tls().trustManager(authority));
    }

    public static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static byte[] signingRequest(KeyPair keys) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=ignored"), keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String fingerprint(String token) {
        return token.substring(token.indexOf('.') + 1);
    }

    private static SslContextBuilder tls() {
        return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    }

    private static ManagedChannel channel(int port, SslContextBuilder tls) {
        try {
            return NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .sslContext(tls.build())
                    .disableRetry()
                    .build();
        } catch (SSLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    /** Trusts a chain that ends in the authority of this fingerprint. */
    private record Pinned(String fingerprint) implements X509TrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            try {
                X509Certificate last = chain[chain.length - 1];
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(last.getEncoded());
                if (!HexFormat.of().formatHex(digest).equals(fingerprint)) {
                    throw new CertificateException("not the authority that the token names");
                }
                chain[0].verify(last.getPublicKey());
            } catch (GeneralSecurityException bad) {
                throw new CertificateException(bad);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
