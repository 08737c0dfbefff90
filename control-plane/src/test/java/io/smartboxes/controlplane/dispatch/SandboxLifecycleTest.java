package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.FakeWorkerIdentity;
import io.smartboxes.controlplane.testing.SandboxRows;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.worker.Enrolment;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.ToWorker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A sandbox's whole life over the real link, with nudges, and without: then timers alone do the same. */
@ParameterizedClass(name = "nudges = {0}")
@ValueSource(booleans = {true, false})
class SandboxLifecycleTest {

    @Parameter
    boolean nudged;

    private final TestDatabase database = new TestDatabase();
    private final SandboxRows rows = new SandboxRows(database);
    private TestReplica replica;
    private FakeWorker worker;

    @BeforeEach
    void start() {
        replica = new TestReplica(
                database,
                Map.of("smartboxes.nudges.enabled", nudged, "smartboxes.link.poll-interval", nudged ? "1s" : "100ms"));
        worker = new FakeWorker(enrol("w1"));
    }

    @AfterEach
    void stop() {
        worker.close();
        replica.close();
        database.close();
    }

    private FakeWorkerIdentity enrol(String name) {
        return FakeWorkerIdentity.enrol(port(), replica.bean(Enrolment.class).mint(name), name);
    }

    private int port() {
        return replica.bean(LinkServer.class).port();
    }

    private void nudge(SandboxId sandbox) {
        replica.bean(NudgeBus.class).publish(SandboxTopics.WANTED, sandbox.toString());
    }

    @Test
    void startsExtendsAndStops() {
        worker.connected(port());

        var sandbox = rows.want();
        nudge(sandbox);
        rows.awaitSeen(sandbox, "RUNNING");
        assertThat(rows.row(sandbox)).containsEntry("epoch", 1L).containsEntry("runtime_id", "rt-" + sandbox);

        rows.extend(sandbox, Duration.ofSeconds(900));
        nudge(sandbox);
        Eventually.until(
                "deadline taken",
                () -> rows.row(sandbox).get("seen_end_revision").equals(2L));

        rows.kill(sandbox);
        nudge(sandbox);
        rows.awaitSeen(sandbox, "TERMINATED");
        assertThat(rows.row(sandbox)).containsEntry("reason", "api:kill");
        assertThat(rows.events(sandbox)).containsExactly("leased", "started", "deadline-set", "ended");
        assertThat(worker.sandboxes()).isEmpty();
    }

    @Test
    void sendsTheStartWithEverythingTheGuestNeeds() {
        worker.connected(port());

        var sandbox = rows.want();
        nudge(sandbox);

        var start = worker.awaitHeard("Start", ToWorker::hasStart).getStart();
        assertThat(start.getSandboxId()).isEqualTo(sandbox.toString());
        assertThat(start.getEpoch()).isEqualTo(1);
        assertThat(start.getTemplate()).isEqualTo("base");
        assertThat(start.getTemplateBuild()).isEqualTo("0".repeat(64));
        assertThat(start.getAccessToken()).matches("[0-9a-f]{64}");
        assertThat(start.getTimeToLiveMillis()).isBetween(280_000L, 300_000L);
    }
}
