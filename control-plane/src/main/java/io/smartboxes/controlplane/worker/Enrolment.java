package io.smartboxes.controlplane.worker;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.worker.EnrolmentRepository.StoredToken;
import io.smartboxes.controlplane.worker.EnrolmentRepository.Use;
import io.smartboxes.controlplane.worker.EnrolmentResult.Enrolled;
import io.smartboxes.controlplane.worker.EnrolmentResult.Malformed;
import io.smartboxes.controlplane.worker.EnrolmentResult.Refused;
import io.smartboxes.failpoint.Failpoints;
import io.smartboxes.id.EnrolmentTokenId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trades a one-time token for a worker's identity.
 *
 * <p>A token is bound to the first key that uses it. That key may ask again until the token expires, and gets the same answer:
 * a worker may die between the answer and its disk. Any other key is refused and logged, for somebody else has the token.
 *
 * <p>A token whose name belongs to a worker already renews that worker: same id, new certificate, the old one refused from then on.
 */
@Singleton
public final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    /** One answer for unknown, wrong, expired and used: a guesser learns nothing, an operator learns what to do. */
    private static final String REFUSAL =
            "The enrolment token is unknown, expired or used by another worker. Make a new one and try again.";

    private final SystemDatabase database;
    private final EnrolmentRepository tokens;
    private final WorkerRepository workers;
    private final Authority authority;
    private final WorkerConfig config;
    private final InstantSource clock;

    Enrolment(
            SystemDatabase database,
            EnrolmentRepository tokens,
            WorkerRepository workers,
            Authority authority,
            WorkerConfig config,
            InstantSource clock) {
        this.database = database;
        this.tokens = tokens;
        this.workers = workers;
        this.authority = authority;
        this.config = config;
        this.clock = clock;
    }

    /** A new token for a worker of this name, good for {@link WorkerConfig#tokenLifetime}. The text is the secret. */
    public String mint(String workerName) {
        var authorityNow = authority.current();
        return database.transaction(statements -> mint(statements, authorityNow, workerName, config.tokenLifetime())
                .text());
    }

    /**
     * A token for a worker that the installation starts itself, good for {@link WorkerConfig#bootstrapTokenLifetime}.
     * Empty when a worker of this name has enrolled.
     */
    public Optional<String> mintUnlessEnrolled(String workerName) {
        var authorityNow = authority.current();
        return database.transaction(
                statements -> workers.idOf(statements, workerName).isPresent()
                        ? Optional.empty()
                        : Optional.of(mint(statements, authorityNow, workerName, config.bootstrapTokenLifetime())
                                .text()));
    }

    EnrolmentToken mint(Statements statements, CertificateAuthority signer, String workerName, Duration lifetime) {
        Instant now = clock.instant();
        var token = EnrolmentToken.create(EnrolmentTokenId.next(clock), signer);
        tokens.insert(statements, token, WorkerNames.require(workerName), now, now.plus(lifetime));
        return token;
    }

    /** Enrols, or repeats an earlier answer. The request is a PKCS#10 in DER. */
    public EnrolmentResult enrol(String tokenText, byte[] signingRequest, String workerName) {
        EnrolmentToken token;
        SigningRequest request;
        try {
            token = EnrolmentToken.parse(tokenText);
            request = SigningRequest.parse(signingRequest);
        } catch (IllegalArgumentException bad) {
            return new Malformed(String.valueOf(bad.getMessage()));
        }
        var signer = authority.current();
        EnrolmentResult result = database.transaction(statements -> {
            Optional<StoredToken> stored = tokens.lock(statements, token.id()).filter(row -> entitles(row, token));
            return stored.isEmpty()
                    ? refuse(token, workerName, "unknown, wrong or expired")
                    : enrol(statements, signer, token.id(), stored.get(), request, workerName);
        });
        Failpoints.reach(WorkerFailpoint.ENROL_AFTER_COMMIT);
        return result;
    }

    private boolean entitles(StoredToken stored, EnrolmentToken token) {
        return MessageDigest.isEqual(stored.hash(), token.secretHash())
                && clock.instant().isBefore(stored.expiresAt());
    }

    private EnrolmentResult enrol(
            Statements statements,
            CertificateAuthority signer,
            EnrolmentTokenId id,
            StoredToken stored,
            SigningRequest request,
            String workerName) {
        if (!stored.workerName().equals(workerName)) {
            return new Malformed("The enrolment token is for a worker named '" + stored.workerName()
                    + "', and this one is '" + workerName + "'");
        }
        if (stored.use() != null) {
            return repeat(signer, stored.use(), request, id);
        }
        Instant now = clock.instant();
        WorkerId worker = workers.idOf(statements, workerName).orElseGet(() -> WorkerId.next(clock));
        X509Certificate certificate =
                signer.issueWorker(worker, request.publicKey(), now, config.certificateLifetime());
        workers.enrol(statements, worker, workerName, WorkerCertificates.hash(certificate), now);
        var use = new Use(request.publicKeyHash(), worker, WorkerCertificates.encoded(certificate));
        tokens.use(statements, id, use, now);
        Failpoints.reach(WorkerFailpoint.ENROL_BEFORE_COMMIT);
        LOG.info("worker {} enrolled as {}", worker, workerName);
        return enrolled(signer, use);
    }

    private static EnrolmentResult repeat(
            CertificateAuthority signer, Use use, SigningRequest request, EnrolmentTokenId id) {
        if (!MessageDigest.isEqual(use.publicKeyHash(), request.publicKeyHash())) {
            LOG.warn("enrolment token {} of worker {} was used again, with another key: refused", id, use.worker());
            return new Refused(REFUSAL);
        }
        return enrolled(signer, use);
    }

    private static EnrolmentResult refuse(EnrolmentToken token, String workerName, String why) {
        LOG.warn("enrolment of '{}' refused: token {} is {}", WorkerNames.forLogs(workerName), token.id(), why);
        return new Refused(REFUSAL);
    }

    private static EnrolmentResult enrolled(CertificateAuthority signer, Use use) {
        return new Enrolled(use.worker(), use.certificate(), WorkerCertificates.encoded(signer.certificate()));
    }
}
