package io.smartboxes.agent.link;

import static io.smartboxes.agent.testing.AgentFixture.deadline;
import static io.smartboxes.agent.testing.AgentFixture.newSandbox;
import static io.smartboxes.agent.testing.AgentFixture.start;
import static io.smartboxes.agent.testing.AgentFixture.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.testing.AgentFixture;
import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.agent.testing.FakeControlPlane;
import io.smartboxes.agent.testing.TestAuthority;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.HeldState;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.Refused;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.Welcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkBehaviourTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private final TestAuthority authority = new TestAuthority();
    private FakeControlPlane controlPlane;
    private AgentFixture worker;

    @BeforeEach
    void connect() throws Exception {
        controlPlane = new FakeControlPlane(authority, false).start();
        worker = new AgentFixture(directory, controlPlane, true, authority.token()).start();
        controlPlane.awaitHello();
    }

    @AfterEach
    void disconnect() throws Exception {
        worker.close();
        controlPlane.close();
    }

    private Report startAndAwait(SandboxId id, long epoch) throws InterruptedException {
        controlPlane.send(start(id, epoch, LONG));
        Report report = controlPlane.awaitReport();
        assertThat(report.hasStarted()).as(report.toString()).isTrue();
        return report;
    }

    /** Others may come again before it: their acknowledgements may have got lost with the older stream. */
    private Report awaitEnd() throws InterruptedException {
        return controlPlane
                .await(each -> each.hasReport() && each.getReport().hasEnded())
                .getReport();
    }

    @Test
    void saysWhatItIsAndWhatItOffers() throws Exception {
        controlPlane.drop();
        Hello hello = controlPlane.awaitHello();

        assertThat(hello.getWorkerId()).isEqualTo("wkr_test");
        assertThat(hello.getJournalId()).isNotEmpty();
        assertThat(hello.getTemplates(0).getName()).isEqualTo("base");
        assertThat(hello.getTemplates(0).getResources().getMemoryMib()).isEqualTo(512);
        assertThat(hello.getCapacity().getSandboxesTotal()).isEqualTo(250);
        assertThat(hello.getCapacity().getVcpuMillisTotal()).isPositive();
    }

    @Test
    void sendsItsCapacityAtTheIntervalOfTheWelcome() throws Exception {
        startAndAwait(newSandbox(), 1);

        FromWorker beat = controlPlane.await(
                each -> each.hasHeartbeat() && each.getHeartbeat().getCapacity().getSandboxesUsed() == 1);
        assertThat(beat.getHeartbeat().getCapacity().getMemoryMibUsed()).isEqualTo(512);
    }

    @Test
    void startsASandboxOnce() throws Exception {
        SandboxId id = newSandbox();

        Report first = startAndAwait(id, 1);
        Report second = startAndAwait(id, 1);

        assertThat(first.getSandboxId()).isEqualTo(id.toString());
        assertThat(first.getEpoch()).isEqualTo(1);
        assertThat(first.getStarted().getRemainingMillis()).isBetween(LONG.toMillis() - 10_000, LONG.toMillis());
        assertThat(second.getStarted().getRuntimeId())
                .isEqualTo(first.getStarted().getRuntimeId());
        assertThat(second.getSequence()).isEqualTo(first.getSequence() + 1);
        assertThat(worker.runtime().assignedTo(first.getStarted().getRuntimeId()))
                .containsExactly(id.toString());
    }

    @Test
    void stopsASandboxAndLeavesNothing() throws Exception {
        SandboxId id = newSandbox();
        String runtimeId = startAndAwait(id, 1).getStarted().getRuntimeId();

        controlPlane.send(stop(id, 1));

        Report report = controlPlane.awaitReport();
        assertThat(report.getEnded().getCause()).isEqualTo("api:kill");
        assertThat(report.getEnded().getRuntimeId()).isEqualTo(runtimeId);
        assertThat(worker.runtime().onHost()).doesNotContain(runtimeId);
    }

    @Test
    void neverRunsAgainWhatEnded() throws Exception {
        SandboxId id = newSandbox();
        startAndAwait(id, 3);
        controlPlane.send(stop(id, 3));
        assertThat(controlPlane.awaitReport().hasEnded()).isTrue();

        controlPlane.send(start(id, 3, LONG));
        Report repeated = controlPlane.awaitReport();
        controlPlane.send(start(id, 2, LONG));
        Report stale = controlPlane.awaitReport();

        assertThat(repeated.getEnded().getCause()).isEqualTo("api:kill");
        assertThat(stale.getEnded().getCause()).isEqualTo("worker:superseded");
        assertThat(stale.getEpoch()).isEqualTo(2);
    }

    @Test
    void answersAStopForSomethingNeverStartedAndKeepsToIt() throws Exception {
        SandboxId id = newSandbox();

        controlPlane.send(stop(id, 1));
        assertThat(controlPlane.awaitReport().getEnded().getCause()).isEqualTo("api:kill");
        controlPlane.send(start(id, 1, LONG));

        assertThat(controlPlane.awaitReport().hasEnded()).isTrue();
    }

    @Test
    void refusesAStaleEpochOfWhatRuns() throws Exception {
        SandboxId id = newSandbox();
        startAndAwait(id, 5);

        controlPlane.send(start(id, 4, LONG));
        assertThat(controlPlane.awaitReport().getEpoch()).isEqualTo(4);
        controlPlane.send(stop(id, 4));
        assertThat(controlPlane.awaitReport().getEpoch()).isEqualTo(4);

        assertThat(startAndAwait(id, 5).getEpoch()).isEqualTo(5);
    }

    @Test
    void endsTheOlderEpochBeforeItStartsTheNewer() throws Exception {
        SandboxId id = newSandbox();
        String older = startAndAwait(id, 1).getStarted().getRuntimeId();

        controlPlane.send(start(id, 2, LONG));

        Report ended = controlPlane.awaitReport();
        Report started = controlPlane.awaitReport();
        assertThat(ended.getEpoch()).isEqualTo(1);
        assertThat(ended.getEnded().getCause()).isEqualTo("worker:superseded");
        assertThat(started.getEpoch()).isEqualTo(2);
        assertThat(started.getStarted().getRuntimeId()).isNotEqualTo(older);
    }

    @Test
    void endsAtTheDeadlineWhileTheControlPlaneIsSilent() throws Exception {
        SandboxId doomed = newSandbox();
        SandboxId healthy = newSandbox();
        startAndAwait(healthy, 1);
        controlPlane.send(start(doomed, 1, Duration.ofMillis(1_500)));
        String runtimeId = controlPlane.awaitReport().getStarted().getRuntimeId();

        controlPlane.stop();
        Eventually.holds(() -> assertThat(worker.runtime().onHost()).doesNotContain(runtimeId));
        Eventually.holds(() -> assertThat(worker.held()).hasSize(1));
        controlPlane.start();

        Hello hello = controlPlane.awaitHello();
        Report report = awaitEnd();
        assertThat(report.getSandboxId()).isEqualTo(doomed.toString());
        assertThat(report.getEnded().getCause()).isEqualTo("timeout");
        assertThat(hello.getNewestReport()).isGreaterThanOrEqualTo(report.getSequence());
        assertThat(hello.getSandboxesList()).anySatisfy(held -> {
            assertThat(held.getSandboxId()).isEqualTo(healthy.toString());
            assertThat(held.getState()).isEqualTo(HeldState.HELD_STATE_RUNNING);
        });
    }

    @Test
    void movesADeadlineAndIgnoresAnOlderRevision() throws Exception {
        SandboxId id = newSandbox();
        startAndAwait(id, 1);

        controlPlane.send(deadline(id, 1, 3, Duration.ofMinutes(2)));
        Report moved = controlPlane.awaitReport();
        controlPlane.send(deadline(id, 1, 2, Duration.ZERO));
        Report ignored = controlPlane.awaitReport();

        assertThat(moved.getDeadlineSet().getRevision()).isEqualTo(3);
        assertThat(moved.getDeadlineSet().getRemainingMillis()).isBetween(100_000L, 120_000L);
        assertThat(ignored.getDeadlineSet().getRevision()).isEqualTo(3);
        controlPlane.send(deadline(id, 1, 4, Duration.ZERO));
        assertThat(controlPlane.awaitReport().hasDeadlineSet()).isTrue();
        assertThat(controlPlane.awaitReport().getEnded().getCause()).isEqualTo("timeout");
    }

    @Test
    void repeatsReportsUntilTheyAreAcknowledged() throws Exception {
        controlPlane.acknowledges(false);
        Report first = startAndAwait(newSandbox(), 1);
        Report second = startAndAwait(newSandbox(), 1);

        controlPlane.drop();
        controlPlane.acknowledges(true);
        assertThat(controlPlane.awaitReport()).isEqualTo(first);
        assertThat(controlPlane.awaitReport()).isEqualTo(second);

        // The acknowledgements may be on their way still.
        Eventually.holds(() -> {
            controlPlane.drop();
            controlPlane.awaitHello();
            controlPlane.await(FromWorker::hasHeartbeat);
            assertThat(controlPlane.hasUnreadReport()).isFalse();
        });
    }

    @Test
    void endsWhatAWelcomeRefusesAndNothingElse() throws Exception {
        SandboxId refused = newSandbox();
        SandboxId unmentioned = newSandbox();
        startAndAwait(refused, 1);
        startAndAwait(unmentioned, 1);
        controlPlane.welcomesWith(hello -> Welcome.newBuilder()
                .setHeartbeatIntervalMillis(100)
                .addRefused(Refused.newBuilder()
                        .setSandboxId(refused.toString())
                        .setEpoch(1)
                        .setCause("worker:refused"))
                .build());

        controlPlane.drop();

        Report ended = awaitEnd();
        assertThat(ended.getSandboxId()).isEqualTo(refused.toString());
        assertThat(ended.getEnded().getCause()).isEqualTo("worker:refused");
        assertThat(startAndAwait(unmentioned, 1).getEpoch()).isEqualTo(1);
    }

    @Test
    void reportsWhatABoxDiedOf() throws Exception {
        SandboxId id = newSandbox();
        String runtimeId = startAndAwait(id, 1).getStarted().getRuntimeId();

        worker.runtime().die(new RuntimeId(runtimeId), new BoxExit.MemoryExceeded(512));

        Report report = controlPlane.awaitReport();
        assertThat(report.getEnded().getCause()).isEqualTo("limit:memory");
        assertThat(worker.runtime().onHost()).doesNotContain(runtimeId);
    }

    @Test
    void refusesWhatDoesNotFit() throws Exception {
        worker.stop();
        worker.with("capacity.sandboxes", "1").start();
        controlPlane.awaitHello();
        startAndAwait(newSandbox(), 1);

        controlPlane.send(start(newSandbox(), 1, LONG));

        Report report = controlPlane.awaitReport();
        assertThat(report.getStartFailed().getCode()).isEqualTo("worker:full");
        assertThat(report.getStartFailed().getRetryable()).isTrue();
        assertThat(report.getStartFailed().getMessage())
                .contains("2 of 1 sandboxes")
                .contains("capacity.sandboxes");
    }

    @Test
    void writesNoSecretOfATenantToDisk() throws Exception {
        startAndAwait(newSandbox(), 1);
        worker.stop();

        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("secret-token")
                            .doesNotContain("secret-value"));
        }
    }

    @Test
    void takesItsSandboxesBackAfterARestart() throws Exception {
        SandboxId id = newSandbox();
        Report started = startAndAwait(id, 1);

        worker.stop();
        worker.start();

        Hello hello = controlPlane.awaitHello();
        assertThat(hello.getSandboxesList()).singleElement().satisfies(held -> {
            assertThat(held.getSandboxId()).isEqualTo(id.toString());
            assertThat(held.getState()).isEqualTo(HeldState.HELD_STATE_RUNNING);
            assertThat(held.getRuntimeId()).isEqualTo(started.getStarted().getRuntimeId());
            assertThat(held.getRemainingMillis()).isBetween(LONG.toMillis() - 30_000, LONG.toMillis());
        });
        controlPlane.send(stop(id, 1));
        // The Started may come again: its acknowledgement may not have reached the older agent.
        FromWorker ended =
                controlPlane.await(each -> each.hasReport() && each.getReport().hasEnded());
        assertThat(ended.getReport().getEnded().getCause()).isEqualTo("api:kill");
    }
}
