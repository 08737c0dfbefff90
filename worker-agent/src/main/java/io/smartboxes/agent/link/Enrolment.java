package io.smartboxes.agent.link;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.workerlink.EnrolRequest;
import io.smartboxes.workerlink.EnrolResponse;
import io.smartboxes.workerlink.WorkerEnrolmentGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the worker its identity, once in its life. The key is on disk before the token is spent, and the control plane answers
 * the same token and key the same again: an agent that dies in between starts over and loses nothing.
 */
public final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final int CALL_SECONDS_MAX = 10;

    private final LinkSettings settings;
    private final LinkChannels channels;
    private final IdentityFiles files;

    public Enrolment(LinkSettings settings, Path stateDirectory) {
        this.settings = settings;
        this.channels = new LinkChannels(settings);
        this.files = new IdentityFiles(stateDirectory);
    }

    /**
     * What an earlier enrolment settled, or else enrols now; waits for a control plane that does not answer.
     *
     * @throws EnrolmentException when waiting cannot help; the message says what does
     */
    public WorkerIdentity obtain() throws InterruptedException {
        Optional<WorkerIdentity> existing = files.read();
        if (existing.isPresent()) {
            return existing.get();
        }
        var backoff = new Backoff(new SplittableRandom());
        while (true) {
            try {
                return enrol();
            } catch (StatusRuntimeException unreachable) {
                Duration wait = backoff.next();
                LOG.warn(
                        "event=enrol-unanswered address={}:{} retryMillis={} status={} cause=\"{}\"",
                        settings.host(),
                        settings.port(),
                        wait.toMillis(),
                        unreachable.getStatus(),
                        rootMessage(unreachable));
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            }
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /**
     * Enrols with the token in the settings' file.
     *
     * @throws EnrolmentException when the token is missing, malformed or refused, or the server is not the one it names
     * @throws StatusRuntimeException when the control plane cannot be reached: trying again later may help
     */
    WorkerIdentity enrol() {
        EnrolmentToken token = EnrolmentToken.parse(tokenText());
        KeyPair keys = files.keys();
        AgentStep.ENROL_KEY_STORED.reach();
        EnrolResponse answer = ask(token, keys);
        AgentStep.ENROL_ANSWERED.reach();
        byte[] authority = answer.getAuthority().toByteArray();
        if (!settings.plaintext()) {
            requirePinned(authority, token);
        }
        requireOwnKey(answer, keys);
        WorkerIdentity identity =
                files.store(answer.getWorkerId(), answer.getCertificate().toByteArray(), authority);
        AgentStep.ENROL_STORED.reach();
        LOG.info("event=enrolled workerId={} name={}", identity.workerId(), settings.workerName());
        return identity;
    }

    private String tokenText() {
        try {
            return Files.readString(settings.tokenFile());
        } catch (IOException unreadable) {
            throw new EnrolmentException(
                    "This worker has no identity yet and cannot read its enrolment token " + settings.tokenFile()
                            + ". Make a token in the control plane and store it there.",
                    unreadable);
        }
    }

    private EnrolResponse ask(EnrolmentToken token, KeyPair keys) {
        ManagedChannel channel = null;
        try {
            channel = channels.toEnrol(token);
            return WorkerEnrolmentGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
                    .enrol(EnrolRequest.newBuilder()
                            .setToken(token.text())
                            .setName(settings.workerName())
                            .setCertificateSigningRequest(ByteString.copyFrom(signingRequest(keys)))
                            .build());
        } catch (StatusRuntimeException refused) {
            if (isFinal(refused.getStatus())) {
                throw new EnrolmentException(
                        "The control plane refused to enrol this worker: "
                                + refused.getStatus().getDescription()
                                + " Make a new token, store it in " + settings.tokenFile() + " and start again.",
                        refused);
            }
            throw refused;
        } catch (IOException | OperatorCreationException failure) {
            throw new EnrolmentException("Cannot ask for a certificate: " + failure.getMessage(), failure);
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
        }
    }

    private static boolean isFinal(Status status) {
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT, UNIMPLEMENTED -> true;
            default -> false;
        };
    }

    private byte[] signingRequest(KeyPair keys) throws IOException, OperatorCreationException {
        var request = new JcaPKCS10CertificationRequestBuilder(
                new X500Principal("CN=" + settings.workerName()), keys.getPublic());
        return request.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    private static void requirePinned(byte[] authority, EnrolmentToken token) {
        try {
            String fingerprint = PinnedAuthority.fingerprint(IdentityFiles.certificate(authority));
            if (!MessageDigest.isEqual(
                    fingerprint.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                    token.authorityFingerprint().getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
                throw new EnrolmentException("The control plane answered with another authority than the token names");
            }
        } catch (java.security.GeneralSecurityException malformed) {
            throw new EnrolmentException("The control plane answered with a malformed authority", malformed);
        }
    }

    private static void requireOwnKey(EnrolResponse answer, KeyPair keys) {
        try {
            var certificate = IdentityFiles.certificate(answer.getCertificate().toByteArray());
            if (!Arrays.equals(
                    certificate.getPublicKey().getEncoded(), keys.getPublic().getEncoded())) {
                throw new EnrolmentException("The control plane certified another key than this worker's");
            }
        } catch (java.security.GeneralSecurityException malformed) {
            throw new EnrolmentException("The control plane answered with a malformed certificate", malformed);
        }
    }
}
