package io.smartboxes.controlplane.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.FakeWorkerIdentity;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.worker.Enrolment;
import io.smartboxes.controlplane.worker.EnrolmentResult.Enrolled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstWorkersTest {

    @TempDir
    private Path directory;

    private TestDatabase database;

    @BeforeEach
    void makeDatabase() {
        database = new TestDatabase();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void writesATokenThatEnrolsTheWorkerAndNoOther() throws IOException {
        try (var replica = start("w1,w2")) {
            Path file = directory.resolve("enrolment/w1");
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(enrols(replica, "w2", "w1")).isFalse();
            assertThat(enrols(replica, "w1", "w1")).isTrue();
        }
    }

    @Test
    void writesAnotherTokenAtTheNextStartForThoseOnlyThatHaveNotEnrolled() throws IOException {
        String first;
        try (var replica = start("w1,w2")) {
            assertThat(enrols(replica, "w1", "w1")).isTrue();
            first = token("w2");
        }
        Files.delete(directory.resolve("enrolment/w1"));

        try (var replica = start("w1,w2")) {
            assertThat(directory.resolve("enrolment/w1")).doesNotExist();
            assertThat(token("w2")).isNotEqualTo(first);
            assertThat(enrols(replica, "w2", "w2")).isTrue();
        }
    }

    private TestReplica start(String workers) {
        Map<String, Object> settings = Map.of(
                "smartboxes.link.port",
                0,
                "smartboxes.bootstrap.directory",
                directory.toString(),
                "smartboxes.bootstrap.workers",
                workers);
        return new TestReplica(database, settings);
    }

    private boolean enrols(TestReplica replica, String workerName, String tokenOf) throws IOException {
        byte[] request = FakeWorkerIdentity.signingRequest(FakeWorkerIdentity.newKeys());
        return replica.bean(Enrolment.class).enrol(token(tokenOf), request, workerName) instanceof Enrolled;
    }

    private String token(String workerName) throws IOException {
        return Files.readString(directory.resolve("enrolment").resolve(workerName))
                .strip();
    }
}
