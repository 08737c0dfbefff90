package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.controlplane.testing.Counters;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.FakeWorkerIdentity;
import io.smartboxes.controlplane.testing.SandboxRows;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.worker.Enrolment;
import io.smartboxes.id.SandboxId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A database, replicas and workers, closed after each test. */
abstract class LinkTest {

    /** Short, so that what a timer does is done soon. */
    private static final Map<String, Object> BRISK =
            Map.of("smartboxes.link.poll-interval", "200ms", "smartboxes.link.resend-after", "1s");

    protected final TestDatabase database = new TestDatabase();
    protected final SandboxRows rows = new SandboxRows(database);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        assertThat(Counters.wrong(database)).as("the counters are what lives").isEmpty();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        database.close();
    }

    protected TestReplica replica(String id) {
        return replica(id, Map.of());
    }

    protected TestReplica replica(String id, Map<String, Object> settings) {
        var all = new HashMap<>(BRISK);
        all.put("smartboxes.replica-id", id);
        all.putAll(settings);
        return closing(new TestReplica(database, all));
    }

    protected <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    protected static int port(TestReplica replica) {
        return replica.bean(LinkServer.class).port();
    }

    /** Enrolled, not yet connected. */
    protected FakeWorker worker(TestReplica replica, String name) {
        return closing(new FakeWorker(enrol(replica, name)));
    }

    protected static FakeWorkerIdentity enrol(TestReplica replica, String name) {
        return FakeWorkerIdentity.enrol(
                port(replica), replica.bean(Enrolment.class).mint(name), name);
    }

    /** One that runs. */
    protected SandboxId running(TestReplica replica) {
        var sandbox = want(replica);
        rows.awaitSeen(sandbox, "RUNNING");
        return sandbox;
    }

    protected SandboxId want(TestReplica replica) {
        var sandbox = rows.want();
        nudge(replica, sandbox);
        return sandbox;
    }

    protected void kill(TestReplica replica, SandboxId sandbox) {
        rows.kill(sandbox);
        nudge(replica, sandbox);
    }

    protected static void nudge(TestReplica replica, SandboxId sandbox) {
        replica.bean(NudgeBus.class).publish(SandboxTopics.WANTED, sandbox.toString());
    }

    protected static long count(TestReplica replica, LinkCounter counter) {
        return replica.bean(LinkCounters.class).total(counter);
    }
}
