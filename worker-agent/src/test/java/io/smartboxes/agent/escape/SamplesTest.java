package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole agent tells of a real sandbox that works. */
@Timeout(180)
class SamplesTest {

    @TempDir
    private static Path directory;

    @Test
    void showHowBusyASandboxIs() throws Exception {
        try (var worker = new RealWorker(directory)) {
            var sandbox = worker.startSandbox();
            var idle = worker.awaitSample(sandbox.id(), sample -> true);
            assertThat(idle.getAtMillis()).isBetween(1_000L, 30_000L);
            assertThat(idle.getMemoryBytes()).isPositive();

            var busy = sandbox.start("while :; do :; done");
            assertThat(busy).isNotNull();

            // One of two vCPUs: half of all, as far as the host lets it. Without the division it would be the whole.
            var sample = worker.awaitSample(sandbox.id(), each -> each.getCpuHundredths() > 2_000);
            assertThat(sample.getCpuHundredths()).isLessThan(6_500);
            assertThat(sample.getAtMillis()).isGreaterThan(idle.getAtMillis());
        }
    }
}
