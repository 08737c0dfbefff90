package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Heartbeat;
import io.smartboxes.workerlink.Sample;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Samples on the worker link. */
class SampleIntakeTest extends LinkTest {

    private static void beat(FakeWorker worker, List<Sample> samples) {
        worker.say(FromWorker.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder()
                        .setCapacity(FakeWorker.capacity(20))
                        .addAllSamples(samples))
                .build());
    }

    private static Sample sample(String sandbox, long atMillis, int cpu) {
        return Sample.newBuilder()
                .setSandboxId(sandbox)
                .setEpoch(1)
                .setAtMillis(atMillis)
                .setCpuHundredths(cpu)
                .setMemoryBytes(1 << 20)
                .build();
    }

    private long known() {
        return (Long) database.rows("select count(*) as n from sandbox_metric")
                .getFirst()
                .get("n");
    }

    @Test
    void comeWithHeartbeatsAreBoundedAndHarmNothing() {
        var replica = replica("r1");
        var worker = worker(replica, "w1").connected(port(replica));
        var sandbox = running(replica).toString();
        var liar = worker(replica, "w2").connected(port(replica));

        beat(worker, List.of(sample(sandbox, 1, 100), sample("nonsense", 1, 1), sample(sandbox, 2, 10_001)));
        beat(liar, List.of(sample(sandbox, 3, 1)));
        Eventually.until("the good one is there", () -> known() == 1);

        // More than one heartbeat may bring: those beyond are not looked at, and the stream goes on.
        beat(
                worker,
                LongStream.range(0, 3_000).mapToObj(n -> sample(sandbox, 1, 1)).toList());
        Eventually.until("both are counted", () -> count(replica, LinkCounter.SAMPLES_MALFORMED) == 2);
        beat(worker, List.of(sample(sandbox, 4, 100)));
        Eventually.until("the next is there", () -> known() == 2);
        assertThat(worker.isConnected()).isTrue();
    }
}
