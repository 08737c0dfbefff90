package io.smartboxes.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.smartboxes.agent.testing.AgentFixture;
import io.smartboxes.agent.testing.FakeControlPlane;
import io.smartboxes.agent.testing.TestAuthority;
import io.smartboxes.workerlink.EnrolRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentTest {

    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority();
    private FakeControlPlane controlPlane;

    @BeforeEach
    void listen() throws Exception {
        controlPlane = new FakeControlPlane(authority, true).start();
    }

    @AfterEach
    void stop() throws Exception {
        controlPlane.close();
    }

    private Enrolment enrolmentWith(String token) throws Exception {
        Path file = Files.writeString(directory.resolve("token"), token);
        return new Enrolment(new LinkSettings("127.0.0.1", controlPlane.port(), false, file, "w1"), directory);
    }

    @Test
    void connectsWithTheCertificateThatItsTokenWasTradedFor() throws Exception {
        try (var worker = new AgentFixture(directory, controlPlane, false, authority.token()).start()) {
            assertThat(controlPlane.awaitHello().getWorkerId()).isEqualTo("wkr_test");
            assertThat(controlPlane.peerSubject()).contains("CN=wkr_test");

            // The second time it needs no token.
            worker.stop();
            Files.delete(directory.resolve("token"));
            worker.start();
            assertThat(controlPlane.awaitHello().getWorkerId()).isEqualTo("wkr_test");
        }
    }

    @Test
    void keepsItsKeyToItself() throws Exception {
        enrolmentWith(authority.token()).obtain();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.getFileName().toString().endsWith(".der")))
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .containsExactlyInAnyOrder(
                                    PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    @Test
    void tellsNothingToAServerOfAnotherAuthority() throws Exception {
        var asked = new CopyOnWriteArrayList<EnrolRequest>();
        controlPlane.enrolsWith(request -> {
            asked.add(request);
            throw Status.INTERNAL.asRuntimeException();
        });
        Enrolment enrolment = enrolmentWith(new TestAuthority().token());

        assertThatThrownBy(enrolment::enrol).hasStackTraceContaining("does not belong to the authority");
        assertThat(asked).isEmpty();
    }

    @Test
    void asksAgainWithTheSameKeyWhenTheAnswerWasLost() throws Exception {
        var keys = new CopyOnWriteArrayList<List<Byte>>();
        var answers = controlPlane.enrolment();
        controlPlane.enrolsWith(request -> {
            keys.add(publicKey(request));
            if (keys.size() == 1) {
                throw Status.UNAVAILABLE.asRuntimeException();
            }
            return answers.apply(request);
        });

        WorkerIdentity identity = enrolmentWith(authority.token()).obtain();

        assertThat(identity.workerId()).isEqualTo("wkr_test");
        assertThat(keys).hasSize(2);
        assertThat(keys.get(1)).isEqualTo(keys.get(0));
    }

    @Test
    void saysWhatToDoWhenTheTokenIsRefusedMissingOrMalformed() throws Exception {
        controlPlane.enrolsWith(request -> {
            throw Status.UNAUTHENTICATED.withDescription("The token is used.").asRuntimeException();
        });
        assertThatThrownBy(enrolmentWith(authority.token())::obtain)
                .isInstanceOf(EnrolmentException.class)
                .hasMessageContaining("The token is used.")
                .hasMessageContaining("Make a new token");
        assertThatThrownBy(enrolmentWith("enr_nonsense")::obtain).hasMessageContaining("not of the form");
        Enrolment tokenless = enrolmentWith("");
        Files.delete(directory.resolve("token"));
        assertThatThrownBy(tokenless::obtain).hasMessageContaining("cannot read its enrolment token");
    }

    @Test
    void dialsNoServerThatIsNamedOtherwise() throws Exception {
        try (var elsewhere = new FakeControlPlane(authority, "127.0.0.2").start()) {
            Path file = Files.writeString(directory.resolve("token"), authority.token());
            var enrolment =
                    new Enrolment(new LinkSettings("127.0.0.1", elsewhere.port(), false, file, "w1"), directory);

            assertThatThrownBy(enrolment::enrol).hasStackTraceContaining("No subject alternative names matching");
        }
    }

    private static List<Byte> publicKey(EnrolRequest request) {
        try {
            byte[] key = new JcaPKCS10CertificationRequest(
                            request.getCertificateSigningRequest().toByteArray())
                    .getPublicKey()
                    .getEncoded();
            var bytes = new java.util.ArrayList<Byte>();
            for (byte each : key) {
                bytes.add(each);
            }
            return bytes;
        } catch (Exception malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
