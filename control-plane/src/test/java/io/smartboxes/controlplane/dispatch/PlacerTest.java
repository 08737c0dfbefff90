package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.FakeWorker.Manner;
import io.smartboxes.workerlink.HostedTemplate;
import io.smartboxes.workerlink.ToWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits, what is given up and why, and that no worker is promised more than it has. */
class PlacerTest extends LinkTest {

    @Test
    void waitsForAWorkerAndStartsOnceThereIsOne() {
        var replica = replica("r1");
        var sandbox = want(replica);
        Eventually.until(
                "it says why it waits",
                () -> "placement:capacity".equals(rows.row(sandbox).get("reason")));

        worker(replica, "w1").connected(port(replica));

        rows.awaitSeen(sandbox, "RUNNING");
        assertThat(rows.row(sandbox).get("reason")).isNull();
    }

    @Test
    void givesUpWithTheReasonAfterTheTimeIsOver() {
        var replica = replica("r1");
        var nowhere = rows.want(Duration.ofMillis(300));
        rows.awaitSeen(nowhere, "FAILED");
        assertThat(rows.row(nowhere)).containsEntry("message", "No worker is connected.");

        worker(replica, "w1")
                .describe(hello -> hello.clearTemplates()
                        .addTemplates(
                                HostedTemplate.newBuilder().setName("other").setBuild("b")))
                .connected(port(replica));
        var imageless = rows.want(Duration.ofMillis(300));
        rows.awaitSeen(imageless, "FAILED");
        assertThat(rows.row(imageless)).containsEntry("reason", "placement:template");
        assertThat(count(replica, LinkCounter.STARTS_EXPIRED)).isEqualTo(2);
    }

    @Test
    void endsWithoutAnyWorkerWhatIsKilledBeforeItsLease() {
        var replica = replica("r1");
        var sandbox = want(replica);

        kill(replica, sandbox);

        rows.awaitSeen(sandbox, "TERMINATED");
        assertThat(rows.row(sandbox)).containsEntry("reason", "api:kill").containsEntry("epoch", 0L);
        assertThat(rows.events(sandbox)).containsExactly("ended");
    }

    @Test
    void wantsTheEndOfWhatDoesNotStartInTimeAndLeavesItsLeaseAlone() {
        var replica = replica("r1");
        var worker = worker(replica, "w1").connected(port(replica)).behave(Manner.IGNORES);
        var sandbox = rows.want(Duration.ofMillis(500));
        nudge(replica, sandbox);

        worker.awaitHeard("Stop", ToWorker::hasStop);

        assertThat(rows.row(sandbox))
                .containsEntry("seen", "STARTING")
                .containsEntry("wanted_cause", "start:timeout")
                .containsEntry("epoch", 1L);
        worker.behave(Manner.OBEYS);
        rows.awaitSeen(sandbox, "TERMINATED");
        assertThat(rows.row(sandbox)).containsEntry("reason", "start:timeout");
    }

    @Test
    void fillsAWorkerToTheLastPlaceAndNoFurther() {
        var first = replica("r1");
        var second = replica("r2");
        var worker = worker(first, "w1")
                .describe(hello -> hello.setCapacity(FakeWorker.capacity(10)))
                .connected(port(first));
        var wanted = new ArrayList<>(List.of(rows.want()));
        for (int more = 1; more < 25; more++) {
            wanted.add(rows.want());
        }

        wanted.forEach(sandbox -> nudge(wanted.indexOf(sandbox) % 2 == 0 ? first : second, sandbox));

        Eventually.until("ten run", () -> rows.count("RUNNING") == 10);
        Eventually.until(
                "the others say why they wait",
                () -> wanted.stream()
                                .filter(sandbox -> "placement:capacity"
                                        .equals(rows.row(sandbox).get("reason")))
                                .count()
                        == 15);
        assertThat(worker.sandboxes()).hasSize(10);

        worker.sandboxes().stream().limit(4).forEach(sandbox -> worker.end(sandbox, "guest:exit"));
        Eventually.until("four more run", () -> worker.startedInAll() == 14 && rows.count("RUNNING") == 10);
    }
}
