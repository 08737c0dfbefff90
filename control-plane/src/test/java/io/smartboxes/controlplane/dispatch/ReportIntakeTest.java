package io.smartboxes.controlplane.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.smartboxes.controlplane.testing.Eventually;
import io.smartboxes.controlplane.testing.FakeWorker;
import io.smartboxes.controlplane.testing.FakeWorker.Manner;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Ended;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.Started;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports that come twice, late, in disorder, from the wrong worker, or make no sense. */
class ReportIntakeTest extends LinkTest {

    private TestReplica replica;
    private FakeWorker worker;

    @BeforeEach
    void start() {
        replica = replica("r1");
        worker = worker(replica, "w1").connected(port(replica));
    }

    private static Report.Builder started() {
        return Report.newBuilder()
                .setStarted(Started.newBuilder().setRuntimeId("rt").setRemainingMillis(1000));
    }

    private static Report.Builder ended(String cause) {
        return Report.newBuilder().setEnded(Ended.newBuilder().setCause(cause));
    }

    private void awaitAcknowledged(Report report) {
        Eventually.until(
                "report " + report.getSequence() + " is acknowledged",
                () -> worker.heard().stream()
                        .anyMatch(message -> message.getReportAck().getSequence() >= report.getSequence()));
    }

    @Test
    void takesEachReportOnceHoweverOftenItComes() {
        var sandbox = running(replica);
        var last = worker.report(ended("guest:exit"), sandbox.toString(), 1);
        awaitAcknowledged(last);

        worker.say(FromWorker.newBuilder().setReport(last).build());
        worker.say(FromWorker.newBuilder().setReport(last).build());

        Eventually.until("repeats were counted", () -> count(replica, LinkCounter.REPORTS_REPEATED) >= 2);
        assertThat(rows.events(sandbox)).containsExactly("leased", "started", "ended");
    }

    @Test
    void ignoresReportsUnderAnotherEpoch() {
        var sandbox = running(replica);

        awaitAcknowledged(worker.report(ended("limit:memory"), sandbox.toString(), 7));

        assertThat(rows.seen(sandbox)).isEqualTo("RUNNING");
        assertThat(count(replica, LinkCounter.REPORTS_STALE)).isEqualTo(1);
    }

    @Test
    void ignoresAnotherWorkersWordAboutASandbox() {
        var sandbox = running(replica);
        var liar = worker(replica, "w2").connected(port(replica));

        var lie = liar.report(ended("limit:memory"), sandbox.toString(), 1);

        Eventually.until(
                "the lie is acknowledged",
                () -> liar.heard().stream()
                        .anyMatch(message -> message.getReportAck().getSequence() >= lie.getSequence()));
        assertThat(rows.seen(sandbox)).isEqualTo("RUNNING");
    }

    @Test
    void keepsTheFirstCauseOfDeath() {
        var sandbox = running(replica);

        worker.report(ended("limit:memory"), sandbox.toString(), 1);
        awaitAcknowledged(worker.report(ended("api:kill"), sandbox.toString(), 1));

        assertThat(rows.row(sandbox)).containsEntry("seen", "TERMINATED").containsEntry("reason", "limit:memory");
        assertThat(rows.events(sandbox)).containsExactly("leased", "started", "ended");
    }

    @Test
    void givesACauseItDoesNotKnowAStableCode() {
        var sandbox = running(replica);

        awaitAcknowledged(worker.report(ended("made:up"), sandbox.toString(), 1));

        assertThat(rows.row(sandbox)).containsEntry("reason", "unknown");
    }

    @Test
    void passesOverReportsOfNothing() {
        worker.report(started(), SandboxId.next(Clock.systemUTC()).toString(), 1);
        worker.report(started(), "no id at all", 1);
        awaitAcknowledged(worker.report(
                Report.newBuilder(), SandboxId.next(Clock.systemUTC()).toString(), 1));

        assertThat(count(replica, LinkCounter.REPORTS_STALE)).isEqualTo(1);
        assertThat(count(replica, LinkCounter.REPORTS_MALFORMED)).isEqualTo(2);
    }

    @Test
    void endsAStreamWhoseReportsOvertakeEachOther() {
        var sandbox = running(replica);
        var next = worker.report(ended("guest:exit"), sandbox.toString(), 7).toBuilder();

        worker.say(FromWorker.newBuilder()
                .setReport(next.setSequence(next.getSequence() + 5))
                .build());

        assertThat(worker.awaitEnd().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
        worker.connected(port(replica));
        running(replica);
    }

    @Test
    void triesAnotherWorkerWhenOneRefuses() {
        worker.behave(Manner.REFUSES_RETRYABLY);
        var sandbox = want(replica);
        Eventually.until("it was refused", () -> rows.events(sandbox).contains("start-failed"));
        var other = worker(replica, "w2").connected(port(replica));

        rows.awaitSeen(sandbox, "RUNNING");

        assertThat(other.sandboxes()).containsExactly(sandbox.toString());
        assertThat(rows.epoch(sandbox)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void asksTheOnlyWorkerAgainAfterAWhile() {
        worker.behave(Manner.REFUSES_RETRYABLY);
        var sandbox = want(replica);
        Eventually.until("it was refused", () -> rows.events(sandbox).contains("start-failed"));

        worker.behave(Manner.OBEYS);

        rows.awaitSeen(sandbox, "RUNNING");
        assertThat(rows.epoch(sandbox)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void failsForGoodWhatTheWorkerSaysCannotStart() {
        worker.behave(Manner.REFUSES_FOR_GOOD);

        var sandbox = want(replica);

        rows.awaitSeen(sandbox, "FAILED");
        assertThat(rows.row(sandbox)).containsEntry("reason", "start:failed").containsEntry("message", "Not today.");
    }
}
