package io.smartboxes.agent.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Set;

/**
 * The worker's identity on disk: files that only their owner may read, each written whole or not at all. The file with the
 * worker's id comes last: where it is, all are.
 */
final class IdentityFiles {

    private static final String PRIVATE_KEY = "worker-key.der";
    private static final String PUBLIC_KEY = "worker-public-key.der";
    private static final String CERTIFICATE = "worker-certificate.der";
    private static final String AUTHORITY = "authority.der";
    private static final String WORKER_ID = "worker-id";

    private final Path directory;

    IdentityFiles(Path directory) {
        this.directory = directory;
    }

    /** The identity that an earlier enrolment settled. */
    Optional<WorkerIdentity> read() {
        if (!Files.exists(file(WORKER_ID))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WorkerIdentity(
                    Files.readString(file(WORKER_ID)).strip(),
                    privateKey(Files.readAllBytes(file(PRIVATE_KEY))),
                    certificate(Files.readAllBytes(file(CERTIFICATE))),
                    certificate(Files.readAllBytes(file(AUTHORITY)))));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new EnrolmentException(
                    "The worker's identity in " + directory + " cannot be read: " + unreadable.getMessage()
                            + ". Restore it, or remove " + WORKER_ID + " there and enrol again with a new token.",
                    unreadable);
        }
    }

    /** The key pair that an interrupted enrolment stored, or a new one that is stored before it is used. */
    KeyPair keys() {
        try {
            if (!Files.exists(file(PUBLIC_KEY))) {
                var generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                KeyPair made = generator.generateKeyPair();
                store(PRIVATE_KEY, made.getPrivate().getEncoded());
                store(PUBLIC_KEY, made.getPublic().getEncoded());
            }
            PublicKey publicKey = KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Files.readAllBytes(file(PUBLIC_KEY))));
            return new KeyPair(publicKey, privateKey(Files.readAllBytes(file(PRIVATE_KEY))));
        } catch (IOException | GeneralSecurityException failure) {
            throw new EnrolmentException(
                    "Cannot make or read the worker's key in " + directory + ": " + failure.getMessage(), failure);
        }
    }

    /** Settles an enrolment. */
    WorkerIdentity store(String workerId, byte[] certificate, byte[] authority) {
        try {
            store(CERTIFICATE, certificate);
            store(AUTHORITY, authority);
            store(WORKER_ID, (workerId + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot store the worker's identity in " + directory, failure);
        }
        return read().orElseThrow();
    }

    private void store(String name, byte[] content) throws IOException {
        Path draft = directory.resolve(name + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(java.nio.ByteBuffer.wrap(content));
            channel.force(true);
        }
        Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
