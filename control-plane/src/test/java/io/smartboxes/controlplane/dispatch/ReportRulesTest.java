package io.smartboxes.controlplane.dispatch;

import static io.smartboxes.controlplane.sandbox.SandboxState.FAILED;
import static io.smartboxes.controlplane.sandbox.SandboxState.PENDING;
import static io.smartboxes.controlplane.sandbox.SandboxState.RUNNING;
import static io.smartboxes.controlplane.sandbox.SandboxState.STARTING;
import static io.smartboxes.controlplane.sandbox.SandboxState.STOPPING;
import static io.smartboxes.controlplane.sandbox.SandboxState.TERMINATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.controlplane.sandbox.WantedState;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportRulesTest {

    private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NOW = CREATED.plusSeconds(60);
    private static final WorkerId WORKER = new WorkerId(new UUID(7, 1));
    private static final WorkerId OTHER = new WorkerId(new UUID(7, 2));
    private static final SandboxId SANDBOX = new SandboxId(new UUID(1, 1));

    private static final Map<String, WorkerReport.Event> EVENTS = Map.of(
            "Started", new WorkerReport.Started("rt", Duration.ofSeconds(300), 1),
            "StartFailed, retryable", new WorkerReport.StartFailed("full", true),
            "StartFailed for good", new WorkerReport.StartFailed("broken", false),
            "Ended", new WorkerReport.Ended(EndCause.TIMEOUT, "time is up", Duration.ofSeconds(9)),
            "DeadlineSet, newer", new WorkerReport.DeadlineSet(5, Duration.ofSeconds(300)),
            "DeadlineSet, older", new WorkerReport.DeadlineSet(3, Duration.ofSeconds(300)));

    /** What is not named here changes nothing. */
    private static Map<String, SandboxState> table(WantedState wanted) {
        boolean killed = wanted == WantedState.TERMINATED;
        var moves = new HashMap<String, SandboxState>();
        moves.put("STARTING Started", RUNNING);
        moves.put("STARTING StartFailed, retryable", killed ? TERMINATED : PENDING);
        moves.put("STARTING StartFailed for good", killed ? TERMINATED : FAILED);
        moves.put("STARTING Ended", TERMINATED);
        moves.put("RUNNING Ended", TERMINATED);
        moves.put("RUNNING DeadlineSet, newer", RUNNING);
        moves.put("STOPPING Ended", TERMINATED);
        moves.put("STOPPING DeadlineSet, newer", STOPPING);
        return moves;
    }

    private static SeenSandbox sandbox(SandboxState seen, WantedState wanted) {
        return new SeenSandbox(
                new TenantId(new UUID(3, 3)),
                SANDBOX,
                WORKER,
                2,
                wanted,
                wanted == WantedState.TERMINATED ? EndCause.API_KILL : null,
                seen,
                4,
                CREATED);
    }

    private static WorkerReport report(long epoch, WorkerReport.Event event) {
        return new WorkerReport(1, SANDBOX, epoch, CREATED.plusSeconds(30), event);
    }

    private static Observation observe(SeenSandbox before, long epoch, WorkerReport.Event event) {
        return ReportRules.observe(before, WORKER, report(epoch, event), NOW);
    }

    @Test
    void followsTheTableForEveryStateAndEvent() {
        for (WantedState wanted : WantedState.values()) {
            for (SandboxState seen : SandboxState.values()) {
                EVENTS.forEach((name, event) -> {
                    SeenSandbox before = sandbox(seen, wanted);
                    Observation observation = observe(before, 2, event);

                    SandboxState expected = table(wanted).get(seen + " " + name);
                    assertThat(observation instanceof Observation.Change)
                            .as("%s, wanted %s: %s changes the row", seen, wanted, name)
                            .isEqualTo(expected != null);
                    if (observation instanceof Observation.Change change) {
                        assertThat(ReportRules.after(change).seen())
                                .as("%s, wanted %s, after %s", seen, wanted, name)
                                .isEqualTo(expected);
                        assertThat(seen == expected || seen.maySee(expected))
                                .as("%s -> %s is allowed", seen, expected)
                                .isTrue();
                    }
                });
            }
        }
    }

    @Test
    void believesNothingUnderAnotherLease() {
        for (SandboxState seen : SandboxState.values()) {
            SeenSandbox before = sandbox(seen, WantedState.RUNNING);
            EVENTS.values().forEach(event -> {
                assertThat(observe(before, 1, event)).isEqualTo(new Observation.Ignored(LinkCounter.REPORTS_STALE));
                assertThat(observe(before, 3, event)).isEqualTo(new Observation.Ignored(LinkCounter.REPORTS_STALE));
                assertThat(ReportRules.observe(before, OTHER, report(2, event), NOW))
                        .isEqualTo(new Observation.Ignored(LinkCounter.REPORTS_STALE));
            });
        }
        assertThat(observe(null, 2, EVENTS.get("Started")))
                .isEqualTo(new Observation.Ignored(LinkCounter.REPORTS_STALE));
    }

    /** Every sequence of four events, from a lease on: an end stays, with its first cause. */
    @Test
    void keepsTheFirstEndThroughAnyOrderOfReports() {
        for (List<WorkerReport.Event> events : sequences(4)) {
            SeenSandbox row = sandbox(STARTING, WantedState.RUNNING);
            var ends = new ArrayList<Observation.Ended>();
            for (WorkerReport.Event event : events) {
                if (observe(row, 2, event) instanceof Observation.Change change) {
                    assertThat(row.seen().isFinal()).isFalse();
                    row = ReportRules.after(change);
                    if (change instanceof Observation.Ended ended) {
                        ends.add(ended);
                    }
                }
            }
            assertThat(ends).hasSizeLessThanOrEqualTo(1);
            assertThat(row.seen().isFinal()).isEqualTo(ends.size() == 1);
        }
    }

    private static List<List<WorkerReport.Event>> sequences(int length) {
        List<List<WorkerReport.Event>> sequences = List.of(List.of());
        for (int step = 0; step < length; step++) {
            var longer = new ArrayList<List<WorkerReport.Event>>();
            for (List<WorkerReport.Event> sequence : sequences) {
                for (WorkerReport.Event event : EVENTS.values()) {
                    var next = new ArrayList<>(sequence);
                    next.add(event);
                    longer.add(next);
                }
            }
            sequences = longer;
        }
        return sequences;
    }

    @Test
    void tellsTheWantedCauseOfWhatNeverRan() {
        SeenSandbox killed = sandbox(STARTING, WantedState.TERMINATED);

        var ended = (Observation.Ended) observe(killed, 2, EVENTS.get("StartFailed for good"));

        assertThat(ended.cause()).isEqualTo(EndCause.API_KILL);
        assertThat(ended.lived()).isNull();
    }

    @Test
    void datesNothingBeforeItsCreationOrAfterNow() {
        for (Instant said : List.of(Instant.EPOCH, NOW.plusSeconds(86_400))) {
            var report = new WorkerReport(1, SANDBOX, 2, said, EVENTS.get("Started"));
            var running = (Observation.Running)
                    ReportRules.observe(sandbox(STARTING, WantedState.RUNNING), WORKER, report, NOW);

            assertThat(running.at()).isBetween(CREATED, NOW);
        }
    }

    @Test
    void losesOnlyWhatHasRun() {
        for (SandboxState seen : SandboxState.values()) {
            assertThat(LossRules.lost(sandbox(seen, WantedState.RUNNING), NOW).isPresent())
                    .as("%s can be lost", seen)
                    .isEqualTo(EnumSet.of(RUNNING, STOPPING).contains(seen));
        }
    }
}
