package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.FakeWorkerIdentity;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.worker.Enrolment;
import io.smartboxes.workerlink.Capacity;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.Runtime;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who may open a stream, and what becomes of those who may not. */
class LinkAdmissionTest extends LinkTest {

    private static Status.Code refusalOf(FakeWorker worker, TestReplica replica) {
        return worker.connect(port(replica)).awaitEnd().getCode();
    }

    private FakeWorker describing(TestReplica replica, String name, UnaryOperator<Hello.Builder> change) {
        return worker(replica, name).describe(change);
    }

    @Test
    void refusesTheUnenrolledTheImpersonatingAndTheReplaced() {
        var replica = replica("r1");
        var enrolled = enrol(replica, "w1");
        var other = enrol(replica, "w2");

        var nameless = enrolled.dialWithoutCertificate(port(replica));
        closing(nameless::shutdownNow);
        assertThat(refusalOf(nameless)).isEqualTo(Status.Code.UNAUTHENTICATED);
        var impostor = closing(new FakeWorker(enrolled)).describe(hello -> hello.setWorkerId(other.workerId()));
        assertThat(refusalOf(impostor, replica)).isEqualTo(Status.Code.PERMISSION_DENIED);

        enrol(replica, "w1");

        assertThat(refusalOf(closing(new FakeWorker(enrolled)), replica)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(count(replica, LinkCounter.STREAMS_REFUSED)).isEqualTo(2);
    }

    @Test
    void refusesACertificateOfAnotherAuthority() {
        var replica = replica("r1");
        var here = enrol(replica, "w1");
        FakeWorkerIdentity stranger;
        try (var elsewhere = new io.smartboxes.controlplane.testing.TestDatabase();
                var otherReplica = new TestReplica(elsewhere)) {
            stranger = enrol(otherReplica, "w1");
        }
        var forged = new FakeWorkerIdentity(here.workerId(), stranger.keys(), stranger.certificate(), here.authority());

        assertThat(refusalOf(closing(new FakeWorker(forged)), replica)).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void refusesAHelloThatMakesNoSense() {
        var replica = replica("r1");

        assertThat(refusalOf(describing(replica, "w1", hello -> hello.setProtocolVersion(99)), replica))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refusalOf(
                        describing(replica, "w2", hello -> hello.setRuntime(Runtime.RUNTIME_UNSPECIFIED)), replica))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusalOf(
                        describing(
                                replica,
                                "w3",
                                hello -> hello.setCapacity(Capacity.newBuilder().setMemoryMibTotal(Long.MAX_VALUE))),
                        replica))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusalOf(describing(replica, "w4", hello -> hello.setWorkerId("nobody")), replica))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void acceptsSimulatedWorkersOnlyWhenAskedTo() {
        var careful = replica("r1");
        var simulated = describing(careful, "w1", hello -> hello.setRuntime(Runtime.RUNTIME_SIMULATED));

        assertThat(refusalOf(simulated, careful)).isEqualTo(Status.Code.FAILED_PRECONDITION);

        var willing = replica("r2", Map.of("smartboxes.worker.accept-simulated", true));
        simulated.connected(port(willing));
        running(willing);
    }

    @Test
    void endsAStreamThatSaysHelloTwice() {
        var replica = replica("r1");
        var worker = worker(replica, "w1").connected(port(replica));

        worker.say(FromWorker.newBuilder().setHello(Hello.getDefaultInstance()).build());

        assertThat(worker.awaitEnd().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void letsTheNewestStreamSpeakForTheWorker() {
        var replica = replica("r1");
        var identity = enrol(replica, "w1");
        var older = closing(new FakeWorker(identity)).connected(port(replica));
        var newer = closing(new FakeWorker(identity)).connected(port(replica));

        assertThat(older.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(newer.isConnected()).isTrue();
        running(replica);
        assertThat(newer.sandboxes()).hasSize(1);
    }

    @Test
    void tellsAnOlderStreamOnAnotherReplicaAtItsNextWrite() {
        var first = replica("r1");
        var second = replica("r2");
        var identity = enrol(first, "w1");
        var older = closing(new FakeWorker(identity)).connected(port(first));
        closing(new FakeWorker(identity)).connected(port(second));

        older.heartbeat(FakeWorker.capacity(20));

        assertThat(older.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(count(first, LinkCounter.STREAMS_SUPERSEDED)).isEqualTo(1);
    }

    @Test
    void servesPlainTextOnLoopbackAndBelievesTheWorkersWord() {
        var replica = replica("r1", Map.of("smartboxes.link.plaintext", true));
        String token = replica.bean(Enrolment.class).mint("w1");
        var channel = io.grpc.netty.NettyChannelBuilder.forAddress("127.0.0.1", port(replica))
                .usePlaintext()
                .build();
        try {
            var answer = io.smartboxes.workerlink.WorkerEnrolmentGrpc.newBlockingStub(channel)
                    .enrol(io.smartboxes.workerlink.EnrolRequest.newBuilder()
                            .setToken(token)
                            .setName("w1")
                            .setCertificateSigningRequest(com.google.protobuf.ByteString.copyFrom(
                                    FakeWorkerIdentity.signingRequest(FakeWorkerIdentity.newKeys())))
                            .build());

            assertThat(answer.getWorkerId()).startsWith("wkr_");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void refusesToStartInPlainTextOnAPublicAddress() {
        assertThatThrownBy(() ->
                        replica("r1", Map.of("smartboxes.link.plaintext", true, "smartboxes.link.host", "0.0.0.0")))
                .hasStackTraceContaining("loopback");
    }

    @Test
    void doesNotWaitForeverForAReaderAndTakesAFlood() {
        var replica = replica("r1");
        var worker = worker(replica, "w1").connected(port(replica));
        var sandbox = running(replica);

        for (int repeat = 0; repeat < 5_000; repeat++) {
            worker.report(
                    io.smartboxes.workerlink.Report.newBuilder()
                            .setDeadlineSet(io.smartboxes.workerlink.DeadlineSet.newBuilder()
                                    .setRevision(1)),
                    sandbox.toString(),
                    1);
        }

        Eventually.until(
                "all are acknowledged",
                () -> worker.heard().stream()
                        .anyMatch(message -> message.getReportAck().getSequence() == 5_001));
    }

    private static Status.Code refusalOf(io.grpc.ManagedChannel channel) {
        try {
            var answers = io.smartboxes.workerlink.WorkerLinkGrpc.newBlockingV2Stub(channel)
                    .connect();
            answers.read();
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        } catch (io.grpc.StatusException refused) {
            return refused.getStatus().getCode();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }
}
