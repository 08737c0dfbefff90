package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.FakeWorker.Manner;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.workerlink.ToWorker;
import io.smartboxes.workerlink.Welcome;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker keeps, gives up and has lost when it comes back, and that silence alone changes nothing. */
class ReadoptionTest extends LinkTest {

    private TestReplica replica;
    private FakeWorker worker;

    @BeforeEach
    void start() {
        replica = replica(
                "r1", Map.of("smartboxes.link.heartbeat-interval", "200ms", "smartboxes.link.unheard-after", "1s"));
        worker = worker(replica, "w1").connected(port(replica));
    }

    private Welcome reconnect() {
        worker.forgetHeard();
        worker.connect(port(replica));
        return worker.awaitHeard("Welcome", ToWorker::hasWelcome).getWelcome();
    }

    @Test
    void adoptsWhatItHoldsWithTheGuestsToken() {
        var sandbox = running(replica);
        String token = worker.awaitHeard("Start", ToWorker::hasStart).getStart().getAccessToken();

        var welcome = reconnect();

        assertThat(welcome.getAdoptedList()).singleElement().satisfies(adopted -> {
            assertThat(adopted.getSandboxId()).isEqualTo(sandbox.toString());
            assertThat(adopted.getAccessToken()).isEqualTo(token);
        });
        assertThat(rows.seen(sandbox)).isEqualTo("RUNNING");
    }

    @Test
    void refusesWhatIsUnknownOrEnded() {
        var sandbox = running(replica);
        worker.disconnect();
        rows.end(sandbox);

        var welcome = reconnect();

        assertThat(welcome.getAdoptedList()).isEmpty();
        assertThat(welcome.getRefusedList())
                .singleElement()
                .satisfies(refused -> assertThat(refused.getCause()).isEqualTo("lease:ended"));
        assertThat(worker.sandboxes()).isEmpty();
    }

    @Test
    void takesAnEndThatWasReportedWhileNobodyListened() {
        var sandbox = running(replica);
        worker.disconnect();
        worker.end(sandbox.toString(), "limit:memory");

        reconnect();

        rows.awaitSeen(sandbox, "TERMINATED");
        assertThat(rows.row(sandbox)).containsEntry("reason", "limit:memory");
        assertThat(count(replica, LinkCounter.SANDBOXES_LOST)).isZero();
    }

    @Test
    void endsAsLostWhatIsNeitherHeldNorReported() {
        var sandbox = running(replica);
        worker.disconnect();
        worker.forgetSandboxes();

        reconnect();

        rows.awaitSeen(sandbox, "TERMINATED");
        assertThat(rows.row(sandbox)).containsEntry("reason", "worker:lost");
        assertThat(rows.events(sandbox)).containsExactly("leased", "started", "ended");
    }

    @Test
    void startsAgainAfterALostDiskWithReportsFromOne() {
        var lost = running(replica);
        running(replica);
        worker.disconnect();
        worker.loseEverything();

        reconnect();

        rows.awaitSeen(lost, "TERMINATED");
        assertThat(rows.row(lost)).containsEntry("reason", "worker:lost");
        running(replica);
    }

    @Test
    void startsAgainUnderTheSameLeaseWhatTheWorkerNeverGot() {
        worker.behave(Manner.IGNORES);
        var sandbox = want(replica);
        rows.awaitSeen(sandbox, "STARTING");
        worker.awaitHeard("Start", ToWorker::hasStart);
        worker.disconnect();
        worker.behave(Manner.OBEYS);

        reconnect();

        rows.awaitSeen(sandbox, "RUNNING");
        assertThat(rows.epoch(sandbox)).isEqualTo(1);
    }

    @Test
    void keepsEverythingOfASilentWorkerAndPlacesNothingTwice() {
        var running = running(replica);
        worker.behave(Manner.IGNORES);
        var starting = want(replica);
        rows.awaitSeen(starting, "STARTING");
        worker.disconnect();
        var other = worker(replica, "w2").connected(port(replica));

        var elsewhere = running(replica);
        kill(replica, running);
        Eventually.until(
                "the silence was noticed",
                () -> database.rows("select 1 from worker where name = 'w1' and stream_replica is null")
                                .size()
                        == 1);

        assertThat(other.sandboxes()).containsExactly(elsewhere.toString());
        assertThat(rows.row(running)).containsEntry("seen", "RUNNING").containsEntry("epoch", 1L);
        assertThat(rows.row(starting)).containsEntry("seen", "STARTING").containsEntry("epoch", 1L);

        worker.behave(Manner.OBEYS);
        reconnect();
        rows.awaitSeen(running, "TERMINATED");
        rows.awaitSeen(starting, "RUNNING");
        assertThat(worker.doubleStarts()).isZero();
    }

    @Test
    void resendsACommandUntilItIsReportedDone() {
        worker.behave(Manner.IGNORES);
        var sandbox = want(replica);
        Eventually.until(
                "Start was sent twice",
                () -> worker.heard().stream().filter(ToWorker::hasStart).count() >= 2);

        worker.behave(Manner.OBEYS);

        rows.awaitSeen(sandbox, "RUNNING");
        assertThat(count(replica, LinkCounter.COMMANDS_RESENT)).isPositive();
    }
}
