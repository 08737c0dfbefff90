package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.workerlink.ToWorker;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker dialled one replica, and the request came to the other. */
class TwoReplicasTest extends LinkTest {

    @ParameterizedTest(name = "nudges = {0}")
    @ValueSource(booleans = {true, false})
    void servesARequestOfTheOtherReplica(boolean nudged) {
        Map<String, Object> settings = Map.of("smartboxes.nudges.enabled", nudged);
        var holder = replica("r1", settings);
        var asked = replica("r2", settings);
        worker(holder, "w1").connected(port(holder));

        var sandbox = running(asked);
        rows.extend(sandbox, Duration.ofSeconds(900));
        nudge(asked, sandbox);
        Eventually.until(
                "deadline taken",
                () -> rows.row(sandbox).get("seen_end_revision").equals(2L));
        kill(asked, sandbox);

        rows.awaitSeen(sandbox, "TERMINATED");
    }

    @Test
    void followsAWorkerThatMovesToTheOtherReplica() {
        var first = replica("r1");
        var second = replica("r2");
        var worker = worker(first, "w1").connected(port(first));
        var sandbox = running(first);

        worker.connected(port(second));
        Eventually.until(
                "the second replica welcomed it",
                () -> worker.heard().stream()
                        .anyMatch(message -> message.getWelcome().getReplicaId().equals("r2")));

        kill(first, sandbox);
        rows.awaitSeen(sandbox, "TERMINATED");
        running(first);
    }

    @Test
    void carriesOnWhereADeadReplicaStopped() {
        var first = replica("r1");
        var worker = worker(first, "w1").connected(port(first));
        var sandbox = running(first);
        first.close();
        worker.awaitEnd();

        var second = replica("r2");
        worker.connected(port(second));
        kill(second, sandbox);

        rows.awaitSeen(sandbox, "TERMINATED");
    }

    @Test
    void tellsGatewaysWhichWorkerHasASandbox() {
        var replica = replica("r1");
        var owner = worker(replica, "w1").connected(port(replica));
        var sandbox = running(replica);
        var other = worker(replica, "w2").connected(port(replica));

        other.locate(1, sandbox.toString());
        other.locate(2, "sbx" + "0".repeat(26));
        other.locate(3, "nonsense");

        var found = other.awaitHeard(
                        "Location", message -> message.getLocation().getRequest() == 1)
                .getLocation();
        assertThat(found.getFound()).isTrue();
        assertThat(found.getWorkerId()).isEqualTo(owner.id());
        assertThat(found.getPeerAddress()).isEqualTo("127.0.0.1:9");
        for (long request : new long[] {2, 3}) {
            assertThat(other.awaitHeard(
                                    "Location", message -> message.getLocation().getRequest() == request)
                            .getLocation()
                            .getFound())
                    .isFalse();
        }

        kill(replica, sandbox);
        rows.awaitSeen(sandbox, "TERMINATED");
        other.locate(4, sandbox.toString());
        assertThat(other.awaitHeard("Location", message -> message.getLocation().getRequest() == 4)
                        .getLocation()
                        .getFound())
                .isFalse();
        assertThat(other.heard()).noneMatch(ToWorker::hasStart);
    }
}
