package io.smartboxes.agent.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.journal.MeterLine;
import io.smartboxes.agent.testing.Templates;
import io.smartboxes.workerlink.UsageInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeteringTest {

    private static final long NOON = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();

    private static Metering read(MeterLine before, long millis, long cpuMillis) {
        return Metering.of(before, Templates.base(), millis, Optional.of(Duration.ofMillis(cpuMillis)));
    }

    @Test
    void countsWhatIsAllocatedAndWhatIsUsed() {
        Metering metering = read(new MeterLine(4, NOON, 60_000, 100L), 120_000, 350);

        assertThat(metering.intervals())
                .containsExactly(UsageInterval.newBuilder()
                        .setSequence(5)
                        .setFromMillis(60_000)
                        .setToMillis(120_000)
                        .setVcpuMillis(120_000)
                        .setMemoryMibMillis(512 * 60_000L)
                        .setDiskMibMillis(5120 * 60_000L)
                        .setCpuUsedMillis(250)
                        .build());
        assertThat(metering.after()).isEqualTo(new MeterLine(5, NOON, 120_000, 350L));
    }

    @Test
    void isCutAtFullHours() {
        long started = NOON - 90_000;

        Metering metering = read(new MeterLine(0, started, 0, 0L), 3_700_000, 1_001);

        assertThat(metering.intervals())
                .extracting(UsageInterval::getToMillis)
                .containsExactly(90_000L, 3_690_000L, 3_700_000L);
        assertThat(metering.intervals()).extracting(UsageInterval::getSequence).containsExactly(1L, 2L, 3L);
        assertThat(metering.intervals().stream()
                        .mapToLong(UsageInterval::getCpuUsedMillis)
                        .sum())
                .isEqualTo(1_001);
    }

    @Test
    void losesNothingHoweverOftenItIsRead() {
        var random = new Random(7);
        var line = new MeterLine(0, NOON - 12_345, 0, 80L);
        long millis = 0;
        long cpu = 80;
        long vcpuMillis = 0;
        long cpuUsed = 0;
        for (int reading = 0; reading < 2_000; reading++) {
            millis += random.nextInt(200_000);
            cpu += random.nextInt(70_000);
            Metering metering = read(line, millis, cpu);
            for (UsageInterval interval : metering.intervals()) {
                assertThat(Math.floorDiv(line.startedWallMillis() + interval.getFromMillis(), 3_600_000L))
                        .isEqualTo(Math.floorDiv(line.startedWallMillis() + interval.getToMillis() - 1, 3_600_000L));
                vcpuMillis += interval.getVcpuMillis();
                cpuUsed += interval.getCpuUsedMillis();
            }
            line = metering.after();
        }

        assertThat(vcpuMillis).isEqualTo(2 * line.untilMillis());
        assertThat(cpuUsed).isEqualTo(line.cpuMillis() - 80);
    }

    @Test
    void saysNothingOfCpuThatTheHostDoesNotTellAndCatchesUpWhenItDoes() {
        Metering silent = Metering.of(new MeterLine(0, NOON, 0, 100L), Templates.base(), 1_000, Optional.empty());
        Metering told = read(silent.after(), 2_000, 170);

        assertThat(silent.intervals())
                .singleElement()
                .satisfies(interval -> assertThat(interval.hasCpuUsedMillis()).isFalse());
        assertThat(told.intervals())
                .singleElement()
                .satisfies(interval -> assertThat(interval.getCpuUsedMillis()).isEqualTo(70));
    }

    @Test
    void countsNoTimeTwice() {
        var line = new MeterLine(3, NOON, 5_000, 100L);

        assertThat(read(line, 5_000, 200)).isEqualTo(new Metering(List.of(), line));
        assertThat(read(line, 4_000, 200)).isEqualTo(new Metering(List.of(), line));
    }
}
