package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.workerlink.ToWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL refuses every connection for a while. */
class DatabaseAwayTest extends LinkTest {

    @AfterEach
    void comeBack() {
        database.comeBack();
    }

    @Test
    void keepsReportsInTheWorkerAndEveryStreamOpenUntilItIsBack() {
        var replica = replica("r1");
        var worker = worker(replica, "w1").connected(port(replica));
        var sandbox = running(replica);

        database.goAway();
        worker.heartbeat(FakeWorker.capacity(20));
        worker.end(sandbox.toString(), "limit:memory");
        worker.locate(1, sandbox.toString());
        worker.heartbeat(FakeWorker.capacity(20));
        assertThat(worker.isConnected()).isTrue();
        database.comeBack();

        rows.awaitSeen(sandbox, "TERMINATED");
        assertThat(rows.row(sandbox)).containsEntry("reason", "limit:memory");
        assertThat(rows.events(sandbox)).containsExactly("leased", "started", "ended");
        running(replica);
        assertThat(worker.heard()).noneMatch(ToWorker::hasStop);
    }
}
