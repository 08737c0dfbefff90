package io.smartboxes.failpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailpointsTest {

    private static final Failpoint STEP = () -> "test.step";

    @TempDir
    Path directory;

    @Test
    void doesNothingUnlessArmed() {
        Failpoints.reach(STEP);
    }

    @Test
    void runsTheActionOfATestUntilClosed() {
        var reached = new ArrayList<String>();

        try (var interception = Failpoints.intercept(failpoint -> reached.add(failpoint.id()))) {
            Failpoints.reach(STEP);
        }
        Failpoints.reach(STEP);

        assertThat(reached).containsExactly("test.step");
    }

    @Test
    void letsTheActionFailTheStep() {
        try (var interception = Failpoints.intercept(failpoint -> {
            throw new IllegalStateException(failpoint.id());
        })) {
            assertThatThrownBy(() -> Failpoints.reach(STEP)).hasMessage("test.step");
        }
    }

    @Test
    void endsAProcessOnceWhenArmedFromOutside() throws Exception {
        Path armed = Files.createFile(directory.resolve("test.step"));

        assertThat(statusOfProcessReachingTheStep()).isEqualTo(137);
        assertThat(armed).doesNotExist();
        assertThat(statusOfProcessReachingTheStep()).isZero();
    }

    private int statusOfProcessReachingTheStep() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ReachesTheStep.class.getName());
        process.environment().put(Failpoints.DIRECTORY_VARIABLE, directory.toString());
        return process.start().waitFor();
    }

    /** The process that dies. */
    static final class ReachesTheStep {
        public static void main(String[] arguments) {
            Failpoints.reach(STEP);
        }
    }
}
