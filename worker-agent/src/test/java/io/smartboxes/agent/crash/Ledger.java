package io.smartboxes.agent.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.testing.FakeControlPlane;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.FromWorker;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.ToWorker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A control plane's view of sandboxes: repeats a command until its effect is reported, places a new epoch only after the old one
 * is reported gone, and notices reports that contradict each other.
 */
final class Ledger {

    private static final Duration REPEAT_AFTER = Duration.ofMillis(500);

    /** One Start may outlive as many agents as creating has steps, and each is a JVM to be started on a busy machine. */
    private static final Duration WITHIN = Duration.ofMinutes(3);

    private record Lease(SandboxId id, long epoch) {}

    private final FakeControlPlane controlPlane;
    private final Map<Lease, String> runtimeIds = new HashMap<>();
    private final Set<Lease> gone = new HashSet<>();
    private final Map<Lease, String> causes = new HashMap<>();
    private final Map<Lease, Long> deadlineRevisions = new HashMap<>();
    private final UsageBook usage = new UsageBook();

    Ledger(FakeControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    /** Starts it under as many epochs as it takes; returns the one under which it runs, and its runtime id. */
    Map.Entry<Long, String> untilRunning(SandboxId id, Function<Long, ToWorker> start) throws InterruptedException {
        for (long epoch = 1; ; epoch++) {
            var lease = new Lease(id, epoch);
            repeat(start.apply(epoch), () -> runtimeIds.containsKey(lease) || gone.contains(lease));
            if (!gone.contains(lease)) {
                return Map.entry(epoch, runtimeIds.get(lease));
            }
        }
    }

    /** Repeats the command until nothing of the sandbox is left, under that epoch. */
    void untilGone(SandboxId id, long epoch, ToWorker command) throws InterruptedException {
        repeat(command, () -> gone.contains(new Lease(id, epoch)));
    }

    void untilDeadline(SandboxId id, long epoch, long revision, ToWorker command) throws InterruptedException {
        var lease = new Lease(id, epoch);
        repeat(command, () -> gone.contains(lease) || deadlineRevisions.getOrDefault(lease, 0L) >= revision);
    }

    /** Sends a command again and says whether the worker answers that the sandbox is gone. */
    void untilAnsweredAsGone(SandboxId id, long epoch, ToWorker command) throws InterruptedException {
        gone.remove(new Lease(id, epoch));
        untilGone(id, epoch, command);
    }

    private interface Condition {
        boolean holds();
    }

    private void repeat(ToWorker command, Condition done) throws InterruptedException {
        long until = System.nanoTime() + WITHIN.toNanos();
        while (!done.holds()) {
            assertThat(System.nanoTime())
                    .as("%s was never answered", command.getMessageCase())
                    .isLessThan(until);
            send(command);
            long again = System.nanoTime() + REPEAT_AFTER.toNanos();
            while (!done.holds() && System.nanoTime() < again) {
                controlPlane
                        .poll(Duration.ofNanos(again - System.nanoTime()), FromWorker::hasReport)
                        .map(FromWorker::getReport)
                        .ifPresent(this::take);
            }
        }
    }

    /** Sends a command, or not, when the worker is dead at the moment. */
    void send(ToWorker command) {
        try {
            controlPlane.send(command);
        } catch (RuntimeException down) {
            // Its next agent will hear it again.
        }
    }

    /** Reports may come twice, but must never say two things. */
    private void take(Report report) {
        var lease = new Lease(SandboxId.parse(report.getSandboxId()), report.getEpoch());
        switch (report.getEventCase()) {
            case STARTED -> {
                String runtimeId = report.getStarted().getRuntimeId();
                assertThat(runtimeIds.getOrDefault(lease, runtimeId))
                        .as("the one box of %s", lease)
                        .isEqualTo(runtimeId);
                runtimeIds.put(lease, runtimeId);
            }
            case START_FAILED -> dies(lease, report.getStartFailed().getCode());
            case ENDED -> dies(lease, report.getEnded().getCause());
            case DEADLINE_SET ->
                deadlineRevisions.put(lease, report.getDeadlineSet().getRevision());
            case USAGE -> usage.take(report);
            case EVENT_NOT_SET -> throw new AssertionError("An empty report");
        }
    }

    /** What sandboxes were said to have used. */
    UsageBook usage() {
        return usage;
    }

    /** Takes what has come until a report of use from this sandbox. */
    void untilUsage(SandboxId id, long epoch, int more) throws InterruptedException {
        int enough = usage.intervals(id, epoch).size() + more;
        long until = System.nanoTime() + WITHIN.toNanos();
        while (usage.intervals(id, epoch).size() < enough) {
            assertThat(System.nanoTime()).as("%s told no use", id).isLessThan(until);
            controlPlane
                    .poll(REPEAT_AFTER, FromWorker::hasReport)
                    .map(FromWorker::getReport)
                    .ifPresent(this::take);
        }
    }

    private void dies(Lease lease, String cause) {
        assertThat(causes.getOrDefault(lease, cause))
                .as("the one cause of death of %s", lease)
                .isEqualTo(cause);
        causes.put(lease, cause);
        gone.add(lease);
    }
}
