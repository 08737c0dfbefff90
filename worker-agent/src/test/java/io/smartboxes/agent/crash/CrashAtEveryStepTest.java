package io.smartboxes.agent.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.step.AgentStep;
import io.smartboxes.agent.testing.AgentFixture;
import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.agent.testing.FakeControlPlane;
import io.smartboxes.agent.testing.FileRuntime;
import io.smartboxes.agent.testing.TestAuthority;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.HeldState;
import io.smartboxes.workerlink.Hello;
import io.smartboxes.workerlink.ToWorker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One script that passes every step there is. At each step of a group the agent's process dies once, the next one takes over, and
 * the script goes on like a control plane that knows nothing of it. A step that the script does not reach fails its group.
 */
class CrashAtEveryStepTest {

    private static final int KILLED = 137;
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    /** Every step, by the operation it belongs to: the second word of its id. */
    static Stream<Arguments> groups() {
        return Arrays.stream(AgentStep.values())
                .collect(Collectors.groupingBy(
                        step -> step.id().split("\\.")[1], LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> Arguments.of(group.getKey(), group.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groups")
    void leavesNothingThatTheNextAgentDoesNotSettle(String operation, List<AgentStep> steps) throws Exception {
        var authority = new TestAuthority();
        try (var controlPlane = new FakeControlPlane(authority, false).start();
                var worker = new AgentFixture(directory, controlPlane, true, authority.token())
                        .with("usage.interval-seconds", "1")) {
            Path bootsHeldUp = directory.resolve("boots-held-up");
            List<String> arguments =
                    List.of(worker.settingsFile().toString(), worker.boxes().toString(), bootsHeldUp.toString());
            try (var agent = new KilledAgent(steps, directory, arguments)) {
                var ledger = new Ledger(controlPlane);
                Map.Entry<SandboxId, String> running = script(ledger, worker, bootsHeldUp);

                var host = new FileRuntime(worker.boxes());
                Eventually.holds(() -> assertThat(host.onHost()).containsExactly(running.getValue()));
                assertThat(host.assignedTo(running.getValue()))
                        .containsExactly(running.getKey().toString());
                Eventually.holds(() -> assertThat(agent.unreached())
                        .as(() -> "Steps of " + operation + " not reached\n" + agent.log())
                        .isEmpty());
                Eventually.holds(() -> assertThat(agent.exits()).as(agent::log).hasSize(steps.size()));
                assertThat(agent.exits()).as(agent::log).containsOnly(KILLED);
                ledger.usage().requireWhole();
                holdsOnly(running, controlPlane);
            }
        }
    }

    /** Returns the one sandbox that runs in the end, and its box. */
    private Map.Entry<SandboxId, String> script(Ledger ledger, AgentFixture worker, Path bootsHeldUp) throws Exception {
        SandboxId killed = AgentFixture.newSandbox();
        long epoch = ledger.untilRunning(killed, each -> AgentFixture.start(killed, each, LONG))
                .getKey();
        ledger.untilUsage(killed, epoch, 2);
        ledger.untilDeadline(killed, epoch, 2, AgentFixture.deadline(killed, epoch, 2, LONG));
        ledger.untilGone(killed, epoch, AgentFixture.stop(killed, epoch));
        ledger.untilAnsweredAsGone(killed, epoch, AgentFixture.start(killed, epoch, LONG));

        SandboxId spoilt = AgentFixture.newSandbox();
        ledger.untilGone(spoilt, 1, unassignable(spoilt));
        SandboxId unknown = AgentFixture.newSandbox();
        ledger.untilGone(unknown, 1, ofUnknownTemplate(unknown));
        moreThanThereAreBoxes(ledger, bootsHeldUp);

        SandboxId running = AgentFixture.newSandbox();
        String box = ledger.untilRunning(running, each -> AgentFixture.start(running, each, LONG))
                .getValue();
        // A box must be on the shelf, or there is none to let go.
        var host = new FileRuntime(worker.boxes());
        Eventually.holds(() -> assertThat(host.onHost()).hasSizeGreaterThan(1));
        worker.removeTemplate();
        return Map.entry(running, box);
    }

    /** Some of them are given up while they wait. */
    private static void moreThanThereAreBoxes(Ledger ledger, Path bootsHeldUp) throws Exception {
        Files.createFile(bootsHeldUp);
        List<SandboxId> many = List.of(
                AgentFixture.newSandbox(),
                AgentFixture.newSandbox(),
                AgentFixture.newSandbox(),
                AgentFixture.newSandbox());
        for (SandboxId id : many) {
            ledger.send(AgentFixture.start(id, 1, LONG));
        }
        for (SandboxId id : many) {
            ledger.untilGone(id, 1, AgentFixture.stop(id, 1));
        }
        Files.delete(bootsHeldUp);
    }

    private static void holdsOnly(Map.Entry<SandboxId, String> running, FakeControlPlane controlPlane)
            throws Exception {
        controlPlane.drop();
        Hello hello = controlPlane.awaitLastHello();
        assertThat(hello.getSandboxesList()).singleElement().satisfies(held -> {
            assertThat(held.getSandboxId()).isEqualTo(running.getKey().toString());
            assertThat(held.getState()).isEqualTo(HeldState.HELD_STATE_RUNNING);
            assertThat(held.getRuntimeId()).isEqualTo(running.getValue());
        });
    }

    private static ToWorker unassignable(SandboxId id) {
        ToWorker start = AgentFixture.start(id, 1, LONG);
        return start.toBuilder()
                .setStart(start.getStart().toBuilder().putEnvironment(FileRuntime.FAILS_TO_ASSIGN, "yes"))
                .build();
    }

    private static ToWorker ofUnknownTemplate(SandboxId id) {
        ToWorker start = AgentFixture.start(id, 1, LONG);
        return start.toBuilder()
                .setStart(start.getStart().toBuilder().setTemplateBuild("cd".repeat(32)))
                .build();
    }
}
