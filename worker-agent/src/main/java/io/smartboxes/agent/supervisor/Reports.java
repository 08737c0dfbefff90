package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.journal.JournalEntry.ReportAdded;
import io.smartboxes.agent.journal.Tombstone;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.DeadlineSet;
import io.smartboxes.workerlink.Ended;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.StartFailed;
import io.smartboxes.workerlink.Started;
import io.smartboxes.workerlink.UsageInterval;
import java.time.Duration;
import java.time.InstantSource;

/** Words the reports of a worker. The journal numbers them. */
record Reports(InstantSource wallClock) {

    ReportAdded started(Sandbox sandbox, Duration remaining) {
        return new ReportAdded(of(sandbox.id(), sandbox.epoch())
                .setStarted(Started.newBuilder()
                        .setRuntimeId(sandbox.runtimeId().orElseThrow().text())
                        .setRemainingMillis(remaining.toMillis())
                        .setDeadlineRevision(sandbox.deadlineRevision())
                        .setWarm(sandbox.warm())));
    }

    ReportAdded deadlineSet(Sandbox sandbox, Duration remaining) {
        return new ReportAdded(of(sandbox.id(), sandbox.epoch())
                .setDeadlineSet(DeadlineSet.newBuilder()
                        .setRevision(sandbox.deadlineRevision())
                        .setRemainingMillis(remaining.toMillis())));
    }

    ReportAdded usage(Sandbox sandbox, UsageInterval interval) {
        return new ReportAdded(of(sandbox.id(), sandbox.epoch()).setUsage(interval));
    }

    ReportAdded startFailed(SandboxId id, long epoch, CauseOfDeath cause) {
        return new ReportAdded(of(id, epoch)
                .setStartFailed(StartFailed.newBuilder()
                        .setCode(cause.code())
                        .setMessage(cause.message())
                        .setRetryable(cause.retryable())));
    }

    ReportAdded ended(Tombstone tombstone) {
        return new ReportAdded(of(tombstone.id(), tombstone.epoch())
                .setEnded(Ended.newBuilder()
                        .setCause(tombstone.cause())
                        .setMessage(tombstone.message())
                        .setRuntimeId(tombstone.runtimeId())
                        .setLivedMillis(tombstone.livedMillis())));
    }

    private Report.Builder of(SandboxId id, long epoch) {
        return Report.newBuilder().setSandboxId(id.toString()).setEpoch(epoch).setAtMillis(wallClock.millis());
    }
}
