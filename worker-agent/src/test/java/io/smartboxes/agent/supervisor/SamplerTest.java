package io.smartboxes.agent.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.smartboxes.agent.journal.Journal;
import io.smartboxes.agent.runtime.BoxFigures;
import io.smartboxes.agent.testing.AgentFixture;
import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.agent.testing.FileRuntime;
import io.smartboxes.agent.testing.ManualClock;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Sample;
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

class SamplerTest {

    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final SandboxId id = AgentFixture.newSandbox();
    private final ManualClock clock = new ManualClock("boot-1");
    private FileRuntime runtime;
    private Journal journal;
    private Supervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        Path images = Files.createDirectories(directory.resolve("images"));
        Files.writeString(images.resolve("base.json"), """
                {"name": "base", "build": "%s", "image": "base.erofs", "vcpus": 2, "memory_mib": 512, "disk_mib": 5120}
                """.formatted(AgentFixture.BUILD));
        Files.createFile(images.resolve("base.erofs"));
        open();
        uses(100);
        supervisor.readopt();
        supervisor.start(new StartOrder(
                id,
                7,
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

    private void open() {
        runtime = new FileRuntime(directory.resolve("boxes"));
        journal = Journal.open(directory.resolve("journal.db"), clock, failure -> {});
        supervisor = new Supervisor(
                runtime,
                journal,
                clock,
                () -> Instant.EPOCH,
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

    private void uses(long cpuMillis) {
        runtime.uses(new BoxFigures(Duration.ofMillis(cpuMillis), 200 << 20, 30 << 20, 5 << 20));
    }

    private List<Sample> after(Duration time, long cpuMillis) {
        clock.advance(time);
        uses(cpuMillis);
        supervisor.sample();
        return supervisor.takeSamples(100);
    }

    @Test
    void tellsWhatIsUsedOfAllVcpusSinceTheLookBefore() {
        // 2 of 2 * 5 seconds since the start; then 10 of 10.
        assertThat(after(Duration.ofSeconds(5), 2_100)).singleElement().satisfies(sample -> {
            assertThat(sample.getSandboxId()).isEqualTo(id.toString());
            assertThat(sample.getEpoch()).isEqualTo(7);
            assertThat(sample.getAtMillis()).isEqualTo(5_000);
            assertThat(sample.getCpuHundredths()).isEqualTo(2_000);
            assertThat(sample.getMemoryBytes()).isEqualTo(200 << 20);
            assertThat(sample.getCacheBytes()).isEqualTo(30 << 20);
            assertThat(sample.getDiskBytes()).isEqualTo(5 << 20);
        });
        assertThat(after(Duration.ofSeconds(5), 12_100))
                .extracting(Sample::getAtMillis, Sample::getCpuHundredths)
                .containsExactly(tuple(10_000L, 10_000));
    }

    @Test
    void claimsNeverMoreThanThereIsAndNothingOfTooShortATime() {
        assertThat(after(Duration.ofMillis(300), 1_000)).isEmpty();
        assertThat(after(Duration.ofMillis(900), 60_000))
                .extracting(Sample::getCpuHundredths)
                .containsExactly(10_000);
    }

    @Test
    void goesOnUnderTheNextAgent() throws Exception {
        clock.advance(Duration.ofSeconds(60));
        uses(12_100);
        supervisor.tellUsage();
        close();
        open();
        uses(12_100);
        supervisor.readopt();

        // From where the meter stood: 1 of 2 * 5 seconds.
        assertThat(after(Duration.ofSeconds(5), 13_100))
                .extracting(Sample::getAtMillis, Sample::getCpuHundredths)
                .containsExactly(tuple(65_000L, 1_000));
    }

    @Test
    void saysNothingOfWhatHasEnded() throws Exception {
        supervisor.stop(id, 7, CauseOfDeath.asked("api:kill"));
        Eventually.holds(() -> assertThat(supervisor.held()).isEmpty());

        assertThat(after(Duration.ofSeconds(5), 200)).isEmpty();
    }

    @Test
    void dropsTheOldestWhenNobodyTakesThem() {
        int beyond = 10;
        for (int look = 0; look < Sampler.WAITING_MAX + beyond; look++) {
            clock.advance(Duration.ofSeconds(5));
            supervisor.sample();
        }

        assertThat(supervisor.takeSamples(3))
                .extracting(Sample::getAtMillis)
                .containsExactly(5_000L * (beyond + 1), 5_000L * (beyond + 2), 5_000L * (beyond + 3));
        assertThat(supervisor.takeSamples(100_000)).hasSize(Sampler.WAITING_MAX - 3);
    }
}
