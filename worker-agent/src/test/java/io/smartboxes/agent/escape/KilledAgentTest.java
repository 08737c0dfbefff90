package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent is killed in the middle of its work; the sweep of its successor leaves nothing, whatever the moment. */
class KilledAgentTest extends GvisorTest {

    /** Milliseconds after the agent has begun; a boot takes about 100, so these fall into different steps of one. */
    @ParameterizedTest
    @ValueSource(ints = {10, 70, 130, 250})
    void leavesNothingAfterTheNextSweep(int millis) throws Exception {
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyAgent.class.getName(),
                        worker.settings().label().installation(),
                        worker.settings().state().toString(),
                        GvisorWorker.artifacts().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = agent.inputReader()) {
            assertThat(output.readLine()).isEqualTo("busy");
            // Not a wait for something: the moment of the kill is the test's input.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
        } finally {
            agent.destroyForcibly().waitFor();
        }

        worker.restart();
        worker.runtime().sweep(Set.of());
        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();

        worker.runtime().close();
        assertThat(HostObjects.ofWorker(worker.settings())).isEmpty();
        worker.restart();
    }
}
