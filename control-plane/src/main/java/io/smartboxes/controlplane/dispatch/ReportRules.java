package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.dispatch.Observation.DeadlineTaken;
import io.smartboxes.controlplane.dispatch.Observation.Ended;
import io.smartboxes.controlplane.dispatch.Observation.Ignored;
import io.smartboxes.controlplane.dispatch.Observation.Refused;
import io.smartboxes.controlplane.dispatch.Observation.Running;
import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.controlplane.sandbox.WantedState;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What each report does in each state: the transition table, as a pure function.
 *
 * <p>A report counts only under the sandbox's present lease. The first cause of death stays; what has ended stays ended.
 */
final class ReportRules {

    private ReportRules() {}

    /**
     * Decides what a report means.
     *
     * @param before null when there is no such sandbox
     * @param now no event is dated later: a worker's clock may be ahead
     */
    static Observation observe(@Nullable SeenSandbox before, WorkerId worker, WorkerReport report, Instant now) {
        if (before == null || !before.isLeasedTo(worker, report.epoch())) {
            return new Ignored(LinkCounter.REPORTS_STALE);
        }
        Instant at = between(before.createdAt(), report.at(), now);
        return switch (report.event()) {
            case WorkerReport.Started started -> started(before, started, at);
            case WorkerReport.StartFailed failed -> startFailed(before, failed, worker, at);
            case WorkerReport.Ended ended -> ended(before, ended, at);
            case WorkerReport.DeadlineSet set -> deadlineSet(before, set, at);
            case WorkerReport.Metered metered -> throw new IllegalArgumentException("goes to the ledger: " + metered);
        };
    }

    /** The sandbox after a change. */
    static SeenSandbox after(Observation.Change change) {
        return switch (change) {
            case Running running ->
                running.before().in(SandboxState.RUNNING).withSeenEndRevision(running.endRevision());
            case Refused refused -> refused.before().in(SandboxState.PENDING);
            case DeadlineTaken taken -> taken.before().withSeenEndRevision(taken.endRevision());
            case Ended ended -> ended.before().in(ended.end());
        };
    }

    private static Observation started(SeenSandbox before, WorkerReport.Started started, Instant at) {
        return switch (before.seen()) {
            case STARTING ->
                new Running(before, at, started.runtimeId(), at.plus(started.remaining()), started.deadlineRevision());
            case RUNNING, STOPPING -> new Ignored(LinkCounter.REPORTS_REPEATED);
            case PENDING, TERMINATED, FAILED -> new Ignored(LinkCounter.REPORTS_STALE);
        };
    }

    private static Observation startFailed(
            SeenSandbox before, WorkerReport.StartFailed failed, WorkerId worker, Instant at) {
        return switch (before.seen()) {
            case STARTING -> neverStarted(before, failed, worker, at);
            case PENDING, RUNNING, STOPPING, TERMINATED, FAILED -> new Ignored(LinkCounter.REPORTS_STALE);
        };
    }

    private static Observation neverStarted(
            SeenSandbox before, WorkerReport.StartFailed failed, WorkerId worker, Instant at) {
        if (before.wanted() == WantedState.TERMINATED) {
            return killed(before, at);
        }
        return failed.retryable()
                ? new Refused(before, at, worker, failed.message())
                : new Ended(before, at, SandboxState.FAILED, EndCause.START_FAILED, failed.message(), null);
    }

    /** Its end was wanted before it ran, and now it never will. */
    static Ended killed(SeenSandbox before, Instant at) {
        EndCause cause = before.wantedCause() == null ? EndCause.UNKNOWN : before.wantedCause();
        return new Ended(before, at, SandboxState.TERMINATED, cause, cause.sentence(), null);
    }

    private static Observation ended(SeenSandbox before, WorkerReport.Ended ended, Instant at) {
        return switch (before.seen()) {
            case STARTING, RUNNING, STOPPING ->
                new Ended(before, at, SandboxState.TERMINATED, ended.cause(), ended.message(), ended.lived());
            case TERMINATED, FAILED -> new Ignored(LinkCounter.REPORTS_REPEATED);
            case PENDING -> new Ignored(LinkCounter.REPORTS_STALE);
        };
    }

    private static Observation deadlineSet(SeenSandbox before, WorkerReport.DeadlineSet set, Instant at) {
        return switch (before.seen()) {
            case RUNNING, STOPPING ->
                set.revision() > before.seenEndRevision()
                        ? new DeadlineTaken(before, at, at.plus(set.remaining()), set.revision())
                        : new Ignored(LinkCounter.REPORTS_REPEATED);
            case PENDING, STARTING, TERMINATED, FAILED -> new Ignored(LinkCounter.REPORTS_STALE);
        };
    }

    private static Instant between(Instant earliest, Instant at, Instant latest) {
        if (at.isAfter(latest)) {
            return latest;
        }
        return at.isBefore(earliest) ? earliest : at;
    }
}
