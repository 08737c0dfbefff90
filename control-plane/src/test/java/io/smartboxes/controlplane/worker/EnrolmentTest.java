package io.smartboxes.controlplane.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.FakeWorkerIdentity;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.worker.EnrolmentResult.Enrolled;
import io.smartboxes.controlplane.worker.EnrolmentResult.Malformed;
import io.smartboxes.controlplane.worker.EnrolmentResult.Refused;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnrolmentTest {

    private static TestDatabase database;
    private static TestReplica replica;
    private static Enrolment enrolment;

    private final byte[] request = FakeWorkerIdentity.signingRequest(FakeWorkerIdentity.newKeys());

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = new TestReplica(database);
        enrolment = replica.bean(Enrolment.class);
    }

    @AfterAll
    static void stop() {
        replica.close();
        database.close();
    }

    @Test
    void givesAnIdentityThatTheAuthoritySigned() throws Exception {
        var enrolled = (Enrolled) enrolment.enrol(enrolment.mint("signed"), request, "signed");

        var certificate = WorkerCertificates.decode(enrolled.certificate());
        certificate.verify(WorkerCertificates.decode(enrolled.authority()).getPublicKey());
        certificate.checkValidity();
        assertThat(WorkerCertificates.workerOf(certificate)).contains(enrolled.worker());
        assertThat(certificate.getBasicConstraints()).isNegative();
    }

    @Test
    void answersTheSameKeyAgainWithTheSameIdentity() {
        String token = enrolment.mint("twice");

        var first = (Enrolled) enrolment.enrol(token, request, "twice");
        var second = (Enrolled) enrolment.enrol(token, request, "twice");

        assertThat(second.worker()).isEqualTo(first.worker());
        assertThat(second.certificate()).isEqualTo(first.certificate());
    }

    @Test
    void refusesAnotherKeyOnceTheTokenIsUsed() {
        String token = enrolment.mint("stolen");
        byte[] thief = FakeWorkerIdentity.signingRequest(FakeWorkerIdentity.newKeys());

        assertThat(enrolment.enrol(token, request, "stolen")).isInstanceOf(Enrolled.class);
        assertThat(enrolment.enrol(token, thief, "stolen")).isInstanceOf(Refused.class);
    }

    @Test
    void refusesAnUnknownWrongOrExpiredTokenInTheSameWords() {
        String token = enrolment.mint("expired");
        database.update("update enrolment_token set expires_at = ? where worker_name = 'expired'", Instant.EPOCH);
        String genuine = enrolment.mint("genuine");
        String unknown = "enr_" + "0".repeat(26) + genuine.substring(30);
        String wrong = genuine.substring(0, 31) + "0".repeat(64) + genuine.substring(95);

        var reasons = new HashSet<EnrolmentResult>();
        reasons.add(enrolment.enrol(token, request, "expired"));
        reasons.add(enrolment.enrol(unknown, request, "genuine"));
        reasons.add(enrolment.enrol(wrong, request, "genuine"));

        assertThat(reasons).singleElement().isInstanceOf(Refused.class);
    }

    @Test
    void explainsWhatIsMalformed() {
        String token = enrolment.mint("formed");

        assertThat(enrolment.enrol("enr_x", request, "formed")).isInstanceOf(Malformed.class);
        assertThat(enrolment.enrol(token, new byte[] {1, 2, 3}, "formed")).isInstanceOf(Malformed.class);
        assertThat(enrolment.enrol(token, new byte[SigningRequest.BYTES_MAX + 1], "formed"))
                .isInstanceOf(Malformed.class);
        byte[] forged = request.clone();
        forged[forged.length - 1] ^= 1;
        assertThat(enrolment.enrol(token, forged, "formed")).isInstanceOf(Malformed.class);
        assertThat(enrolment.enrol(token, request, "other-name")).isInstanceOf(Malformed.class);
        assertThat(enrolment.enrol(token, request, "formed")).isInstanceOf(Enrolled.class);
    }

    @Test
    void keepsAWorkersIdWhenItEnrolsAgainWithANewToken() {
        var first = (Enrolled) enrolment.enrol(enrolment.mint("again"), request, "again");
        byte[] newKey = FakeWorkerIdentity.signingRequest(FakeWorkerIdentity.newKeys());

        var second = (Enrolled) enrolment.enrol(enrolment.mint("again"), newKey, "again");

        assertThat(second.worker()).isEqualTo(first.worker());
        assertThat(second.certificate()).isNotEqualTo(first.certificate());
    }

    @Test
    void letsOneOfManyKeysWinATokenUsedAtOnce() throws InterruptedException {
        String token = enrolment.mint("raced");
        var results = Collections.synchronizedList(new java.util.ArrayList<EnrolmentResult>());
        var go = new CountDownLatch(1);
        List<Thread> racers = IntStream.range(0, 8)
                .mapToObj(racer -> Thread.ofVirtual().start(() -> {
                    byte[] own = FakeWorkerIdentity.signingRequest(FakeWorkerIdentity.newKeys());
                    await(go);
                    results.add(enrolment.enrol(token, own, "raced"));
                }))
                .toList();

        go.countDown();
        for (Thread racer : racers) {
            racer.join();
        }

        assertThat(results).hasSize(8).filteredOn(Enrolled.class::isInstance).hasSize(1);
    }

    @Test
    void sharesOneAuthorityBetweenReplicasAndKeepsNoSecretReadable() {
        try (var second = new TestReplica(database, Map.of("smartboxes.replica-id", "second"))) {
            assertThat(second.bean(Authority.class).certificate())
                    .isEqualTo(replica.bean(Authority.class).certificate());
        }
        String token = enrolment.mint("secret");
        String secret = token.substring(31, 95);
        assertThat(database.rows("select encode(private_key, 'hex') as sealed from certificate_authority"))
                .singleElement()
                .satisfies(row -> assertThat((String) row.get("sealed"))
                        .doesNotContain(java.util.HexFormat.of()
                                .formatHex(replica.bean(Authority.class)
                                        .current()
                                        .privateKey()
                                        .getEncoded())));
        assertThat(database.rows("select encode(hash, 'hex') as hash from enrolment_token"))
                .noneMatch(row -> secret.equals(row.get("hash")));
        assertThat(EnrolmentToken.parse(token).toString()).doesNotContain(secret);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
