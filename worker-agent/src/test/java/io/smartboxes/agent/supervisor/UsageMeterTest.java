package io.smartboxes.agent.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.BoxUsage;
import io.smartboxes.agent.testing.AgentFixture;
import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.agent.testing.FileRuntime;
import io.smartboxes.agent.testing.ManualClock;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;
import io.smartboxes.workerlink.UsageInterval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor whose clocks a test moves, over boxes that outlive it. */
class UsageMeterTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final SandboxId id = AgentFixture.newSandbox();
    private volatile Instant wall = NOON;
    private ManualClock clock = new ManualClock("boot-1");
    private FileRuntime runtime;
    private Journal journal;
    private Supervisor supervisor;

    @BeforeEach
    void prepare() throws Exception {
        Path images = Files.createDirectories(directory.resolve("images"));
        Files.writeString(images.resolve("base.json"), """
                {"name": "base", "build": "%s", "image": "base.erofs", "vcpus": 2, "memory_mib": 512, "disk_mib": 5120}
                """.formatted(AgentFixture.BUILD));
        Files.createFile(images.resolve("base.erofs"));
        open();
        supervisor.readopt();
    }

    private void open() {
        runtime = new FileRuntime(directory.resolve("boxes"));
        runtime.uses(new BoxUsage(Duration.ofMillis(100), 0));
        journal = Journal.open(directory.resolve("journal.db"), clock, failure -> {});
        supervisor = new Supervisor(
                runtime,
                journal,
                clock,
                () -> wall,
                new TemplateCatalogue(directory.resolve("images")),
                new CapacityLimits(10, 100_000, 100_000, 1_000_000),
                new PoolLimits(0, 0, 1, 1, Duration.ZERO),
                NEVER);
    }

    @AfterEach
    void close() throws Exception {
        supervisor.close();
        journal.close();
    }

    private void reopen() throws Exception {
        close();
        open();
    }

    private void start() throws Exception {
        supervisor.start(new StartOrder(
                id,
                1,
                "tnt_1",
                "base",
                AgentFixture.BUILD,
                "tpl_1",
                clock.nanos() + NEVER.toNanos(),
                1,
                Map.of(),
                "token",
                new TokenHolders(List.of(), clock.nanos()),
                "req_1"));
        Eventually.holds(() -> assertThat(supervisor.running(id)).isPresent());
    }

    private void stop() throws Exception {
        supervisor.stop(id, 1, CauseOfDeath.asked("api:kill"));
        awaitGone();
    }

    private void awaitGone() throws Exception {
        Eventually.holds(() -> assertThat(supervisor.held()).isEmpty());
    }

    private void lives(Duration time, long cpuMillis) {
        clock.advance(time);
        wall = wall.plus(time);
        runtime.uses(new BoxUsage(Duration.ofMillis(cpuMillis), 0));
    }

    private void tell() throws Exception {
        int before = told().size();
        supervisor.tellUsage();
        Eventually.holds(() -> assertThat(told()).hasSizeGreaterThan(before));
    }

    private List<UsageInterval> told() {
        return journal.unacknowledged().values().stream()
                .filter(Report::hasUsage)
                .map(Report::getUsage)
                .toList();
    }

    private void requireLived(long millis) {
        assertThat(told()).isNotEmpty();
        long until = 0;
        for (UsageInterval interval : told()) {
            assertThat(interval.getFromMillis()).isEqualTo(until);
            until = interval.getToMillis();
        }
        assertThat(until).isEqualTo(millis);
    }

    @Test
    void tellsEveryIntervalAndTheLastAtTheEndBeforeIt() throws Exception {
        start();
        lives(Duration.ofSeconds(60), 400);
        tell();
        lives(Duration.ofSeconds(7), 500);
        stop();

        assertThat(told()).extracting(UsageInterval::getCpuUsedMillis).containsExactly(300L, 100L);
        requireLived(67_000);
        assertThat(journal.unacknowledged().values().stream().map(Report::getEventCase))
                .containsExactly(
                        Report.EventCase.STARTED,
                        Report.EventCase.USAGE,
                        Report.EventCase.USAGE,
                        Report.EventCase.ENDED);
    }

    @Test
    void countsTheTimeThatNoAgentWasThere() throws Exception {
        start();
        lives(Duration.ofSeconds(60), 400);
        tell();
        lives(Duration.ofMinutes(20), 900);
        reopen();
        runtime.uses(new BoxUsage(Duration.ofMillis(900), 0));
        supervisor.readopt();
        tell();
        stop();

        requireLived(60_000 + 20 * 60_000);
        assertThat(told().stream().mapToLong(UsageInterval::getCpuUsedMillis).sum())
                .isEqualTo(800);
    }

    @Test
    void countsUpToTheLastProvenMomentOfABoxThatDiedUnwatched() throws Exception {
        start();
        lives(Duration.ofSeconds(60), 400);
        tell();
        lives(Duration.ofMinutes(20), 900);
        close();
        for (String box : runtime.onHost()) {
            Files.delete(directory.resolve("boxes").resolve(box));
        }
        open();
        supervisor.readopt();
        awaitGone();

        requireLived(60_000);
    }

    @Test
    void countsNothingAcrossABootOfTheHost() throws Exception {
        start();
        lives(Duration.ofSeconds(60), 400);
        tell();
        lives(Duration.ofMinutes(20), 900);
        clock = new ManualClock("boot-2");
        reopen();
        supervisor.readopt();
        awaitGone();

        requireLived(60_000);
    }

    @Test
    void countsUpToTheEndOfAWorkerThatIsShutDownForGood() throws Exception {
        start();
        lives(Duration.ofSeconds(42), 400);
        reopen();
        supervisor.sweep();

        requireLived(42_000);
        assertThat(runtime.onHost()).isEmpty();
    }

    @Test
    void takesNoNoticeOfStepsOfTheWallClock() throws Exception {
        start();
        for (Duration step : List.of(Duration.ofHours(1), Duration.ofHours(-2), Duration.ofDays(3))) {
            wall = wall.plus(step);
            lives(Duration.ofSeconds(60), 400);
            tell();
        }
        wall = wall.minus(Duration.ofDays(10));
        lives(Duration.ofSeconds(60), 400);
        stop();

        requireLived(240_000);
        assertThat(told()).hasSize(4);
    }

    @Test
    void countsTheWholeLifeOfABoxThatDiesUnderWatch() throws Exception {
        start();
        lives(Duration.ofSeconds(5), 150);
        runtime.die(supervisor.running(id).orElseThrow().box().id(), new BoxExit.Ended());
        awaitGone();

        requireLived(5_000);
    }
}
