package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.usage.UsageCounter;
import io.smartboxes.controlplane.usage.UsageCounters;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.UsageInterval;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What workers say of sandboxes' use: twice, out of order, of others' sandboxes, and against what they said before. */
class UsageIntakeTest extends LinkTest {

    private TestReplica replica;
    private FakeWorker worker;

    @BeforeEach
    void start() {
        replica = replica("r1");
        worker = worker(replica, "w1").connected(port(replica));
    }

    private static Report.Builder usage(UsageInterval stretch) {
        return Report.newBuilder().setUsage(stretch);
    }

    private void awaitAcknowledged(FakeWorker by, Report report) {
        Eventually.until(
                "report " + report.getSequence() + " is acknowledged",
                () -> by.heard().stream()
                        .anyMatch(message -> message.getReportAck().getSequence() >= report.getSequence()));
    }

    private long ledger(String meter) {
        return (Long) database.rows(
                        "select coalesce(sum(quantity), 0)::bigint as sum from usage_ledger where meter = ?", meter)
                .getFirst()
                .get("sum");
    }

    private List<String> aside() {
        return database.rows("select reason from usage_aside order by reason").stream()
                .map(row -> (String) row.get("reason"))
                .toList();
    }

    private long count(UsageCounter counter) {
        return replica.bean(UsageCounters.class).total(counter);
    }

    @Test
    void writesWhatIsAllocatedAndUsedUnderItsKeyAndTemplate() {
        var sandbox = running(replica);

        awaitAcknowledged(worker, worker.use(sandbox.toString(), 1_000));

        assertThat(ledger("vcpu")).isEqualTo(2_000);
        assertThat(ledger("memory")).isEqualTo(512_000);
        assertThat(ledger("disk")).isEqualTo(5_120_000);
        assertThat(ledger("cpu-used")).isEqualTo(500);
        assertThat(database.rows("""
                        select from_at = started_at and to_at = started_at + interval '1 second' as placed,
                            l.template_id = s.template_id and l.tenant_id = s.tenant_id as belongs
                        from usage_ledger l join sandbox s on s.id = l.sandbox_id
                        """))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row).containsEntry("placed", true).containsEntry("belongs", true));
    }

    @Test
    void leavesOutWhatTheHostDidNotTell() {
        var sandbox = running(replica);
        var silent =
                FakeWorker.stretch(1, 0, 1_000).toBuilder().clearCpuUsedMillis().build();

        awaitAcknowledged(worker, worker.report(usage(silent), sandbox.toString(), 1));

        assertThat(database.rows("select meter from usage_ledger")).hasSize(3);
    }

    @Test
    void takesEachStretchOnceWhateverNumberItsReportHas() {
        var sandbox = running(replica).toString();
        worker.use(sandbox, 500);
        awaitAcknowledged(worker, worker.use(sandbox, 300));

        for (UsageInterval stretch : worker.used().get(sandbox)) {
            worker.report(usage(stretch), sandbox, 1);
        }
        worker.disconnect();
        worker.renumberJournal();
        worker.connected(port(replica));
        awaitAcknowledged(worker, worker.use(sandbox, 200));

        Eventually.until("the third is there", () -> ledger("vcpu") == 2_000);
        assertThat(count(UsageCounter.STRETCHES_RECORDED)).isEqualTo(3);
        assertThat(aside()).isEmpty();
    }

    @Test
    void takesStretchesThatOvertakeEachOther() {
        var sandbox = running(replica).toString();

        worker.report(usage(FakeWorker.stretch(3, 200, 300)), sandbox, 1);
        worker.report(usage(FakeWorker.stretch(1, 0, 100)), sandbox, 1);
        awaitAcknowledged(worker, worker.report(usage(FakeWorker.stretch(2, 100, 200)), sandbox, 1));

        assertThat(ledger("vcpu")).isEqualTo(600);
        assertThat(aside()).isEmpty();
    }

    @Test
    void keepsTheFirstWordWhenAWorkerContradictsItself() {
        var sandbox = running(replica).toString();
        worker.report(usage(FakeWorker.stretch(1, 0, 1_000)), sandbox, 1);

        worker.report(usage(FakeWorker.stretch(1, 0, 900)), sandbox, 1);
        awaitAcknowledged(worker, worker.report(usage(FakeWorker.stretch(1, 0, 800)), sandbox, 1));

        assertThat(ledger("vcpu")).isEqualTo(2_000);
        assertThat(database.rows("select times from usage_aside where reason = 'contradicts'"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("times", 2L));
        assertThat(count(UsageCounter.STRETCHES_ASIDE)).isEqualTo(2);
    }

    @Test
    void believesNobodyAboutWhatIsNotLeasedToThem() {
        var sandbox = running(replica).toString();
        var liar = worker(replica, "w2").connected(port(replica));

        liar.report(usage(FakeWorker.stretch(1, 0, 100)), sandbox, 1);
        awaitAcknowledged(
                liar,
                liar.report(
                        usage(FakeWorker.stretch(1, 0, 100)),
                        SandboxId.next(Clock.systemUTC()).toString(),
                        1));
        awaitAcknowledged(worker, worker.report(usage(FakeWorker.stretch(2, 0, 100)), sandbox, 2));

        assertThat(ledger("vcpu")).isZero();
        assertThat(aside()).containsExactly("not-its-lease", "not-its-lease", "unknown-sandbox");
    }

    @Test
    void takesNothingAfterTheEndButWhatLiesBeforeIt() {
        var sandbox = running(replica);
        worker.use(sandbox.toString(), 1);
        worker.end(sandbox.toString(), "guest:exit");
        rows.awaitSeen(sandbox, "TERMINATED");

        awaitAcknowledged(worker, worker.report(usage(FakeWorker.stretch(2, 1, 120_000)), sandbox.toString(), 1));

        assertThat(ledger("vcpu")).isEqualTo(2);
        assertThat(aside()).containsExactly("after-the-end");
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, -3_600, 259_200})
    void chargesTheSameWhateverTheWorkersWallClockSays(long aheadSeconds) {
        worker.clockAhead(Duration.ofSeconds(aheadSeconds));
        var sandbox = running(replica).toString();
        worker.use(sandbox, 400);
        worker.clockAhead(Duration.ofSeconds(-aheadSeconds));

        awaitAcknowledged(worker, worker.use(sandbox, 600));

        assertThat(ledger("vcpu")).isEqualTo(2_000);
        assertThat(aside()).isEmpty();
    }
}
