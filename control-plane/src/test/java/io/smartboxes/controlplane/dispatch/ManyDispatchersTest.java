package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.id.SandboxId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Several dispatchers, several workers, thousands of leases: none lost, none given twice, none beyond what there is. */
class ManyDispatchersTest extends LinkTest {

    private static final int SANDBOXES = 2_000;
    private static final int WORKERS = 6;

    /** Altogether a third of what is wanted fits at once; the rest gets its turn as others end. */
    private static final int ROOM = SANDBOXES / WORKERS / 3;

    private static final Map<String, Object> SETTINGS = Map.of("smartboxes.worker.accept-simulated", true);

    @Test
    void losesNoLeaseAndGivesNoneTwiceThoughAReplicaEnds() {
        var replicas =
                new ArrayList<>(List.of(replica("r1", SETTINGS), replica("r2", SETTINGS), replica("r3", SETTINGS)));
        List<FakeWorker> workers = new ArrayList<>();
        for (int number = 0; number < WORKERS; number++) {
            TestReplica dialled = replicas.get(number % replicas.size());
            workers.add(worker(dialled, "w" + number)
                    .describe(hello -> hello.setCapacity(FakeWorker.capacity(ROOM)))
                    .connected(port(dialled)));
        }

        rows.wantMany(SANDBOXES, Duration.ofMinutes(5));
        awaitStarted(workers, SANDBOXES / 6);
        TestReplica ending = replicas.removeLast();
        ending.close();
        workers.stream()
                .filter(worker -> !worker.isConnected())
                .forEach(worker -> worker.connected(port(replicas.getFirst())));
        while (startedBy(workers) < SANDBOXES) {
            endAHandful(workers);
            fullyWithinCapacity();
        }

        Eventually.until("all have run", () -> rows.count("PENDING") == 0 && rows.count("STARTING") == 0);
        assertThat(workers)
                .allSatisfy(worker -> assertThat(worker.doubleStarts()).isZero());
        assertThat(startedBy(workers)).isEqualTo(SANDBOXES);
        assertThat(rows.count("FAILED")).isZero();
        assertThat(database.rows("select max(epoch) as epoch from sandbox")).containsExactly(Map.of("epoch", 1L));
        rowsAndWorkersAgree(workers);
    }

    private static int startedBy(List<FakeWorker> workers) {
        return workers.stream().mapToInt(FakeWorker::startedInAll).sum();
    }

    private static void awaitStarted(List<FakeWorker> workers, int many) {
        Eventually.until(many + " have started", () -> startedBy(workers) >= many);
    }

    /** Makes room, and waits until it is used or nothing is left that could use it. */
    private void endAHandful(List<FakeWorker> workers) {
        int before = startedBy(workers);
        for (FakeWorker worker : workers) {
            worker.sandboxes().stream().limit(ROOM / 2).forEach(sandbox -> worker.end(sandbox, "guest:exit"));
        }
        Eventually.until("the room is used", () -> startedBy(workers) > before || startedBy(workers) == SANDBOXES);
    }

    private void fullyWithinCapacity() {
        assertThat(database.rows("""
                        select worker_id from sandbox where seen in ('STARTING', 'RUNNING')
                        group by worker_id having count(*) > ?
                        """, ROOM)).isEmpty();
    }

    /** Every running row is held by exactly the worker it names, and nothing else is held. */
    private void rowsAndWorkersAgree(List<FakeWorker> workers) {
        Eventually.until(
                "ends are in the database",
                () -> rows.count("RUNNING")
                        == workers.stream()
                                .mapToInt(worker -> worker.sandboxes().size())
                                .sum());
        var held = new HashSet<String>();
        workers.forEach(worker -> worker.sandboxes()
                .forEach(sandbox -> assertThat(held.add(sandbox)).isTrue()));
        assertThat(database.rows("select id from sandbox where seen = 'RUNNING'"))
                .extracting(row -> new SandboxId((UUID) row.get("id")).toString())
                .containsExactlyInAnyOrderElementsOf(held);
    }
}
