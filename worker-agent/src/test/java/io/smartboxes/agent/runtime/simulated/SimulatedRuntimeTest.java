package io.smartboxes.agent.runtime.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeFailureException.Code;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.runtime.simulated.SimulatedFaults.Operation;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SimulatedRuntimeTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TemplateBuild BASE =
            new TemplateBuild("base", "0".repeat(64), Path.of("/nowhere.erofs"), 2, 512, 5120);
    private static final GuestIdentity IDENTITY = new GuestIdentity("sbx1", "base", "token", Map.of("A", "1"), "user");

    private final SimulatedHost host = new SimulatedHost();
    private final SimulatedRuntime runtime = withFaults(SimulatedFaults.NONE);

    @Test
    void bootsAThousandBoxesAtOnce() throws Exception {
        var slow = new SimulatedRuntime(
                host,
                new SimulatedLatencies(Duration.ofMillis(200), Duration.ZERO, Duration.ZERO),
                SimulatedFaults.NONE);

        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var boots = new ArrayList<Future<Box>>();
            for (int i = 0; i < 1000; i++) {
                boots.add(threads.submit(() -> slow.boot(RuntimeId.random(RANDOM), BASE)));
            }
            for (Future<Box> boot : boots) {
                boot.get();
            }
        }

        assertThat(host.boxes()).hasSize(1000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void handsABoxOutOnce() {
        Box box = runtime.boot(RuntimeId.random(RANDOM), BASE);

        runtime.assign(box, IDENTITY);

        assertThat(runtime.identityOf(box.id())).contains(IDENTITY);
        assertFailsWith(Code.ASSIGN_FAILED, () -> runtime.assign(box, IDENTITY));
    }

    @Test
    void refusesAnIdThatIsInUse() {
        Box box = runtime.boot(RuntimeId.random(RANDOM), BASE);

        assertFailsWith(Code.ID_USED, () -> runtime.boot(box.id(), BASE));
    }

    @Test
    void keepsBoxesOverARestart() {
        Box box = runtime.boot(RuntimeId.random(RANDOM), BASE);

        assertThat(withFaults(SimulatedFaults.NONE).adopt(box.id(), BASE)).contains(box);
    }

    @Test
    void doesNotAdoptADeadBox() {
        Box box = runtime.boot(RuntimeId.random(RANDOM), BASE);

        runtime.end(box.id(), new BoxExit.MemoryExceeded(512));

        assertThat(runtime.adopt(box.id(), BASE)).isEmpty();
        assertFailsWith(Code.BOX_GONE, () -> runtime.assign(box, IDENTITY));
    }

    @Test
    void sweepsWhatIsNotKept() {
        Box kept = runtime.boot(RuntimeId.random(RANDOM), BASE);
        Box unwanted = runtime.boot(RuntimeId.random(RANDOM), BASE);

        runtime.sweep(Set.of(kept.id()));

        assertThat(host.boxes()).containsExactly(kept.id());
        assertThat(unwanted.exit()).isCompletedWithValue(new BoxExit.Ended());
    }

    @Test
    void failsWhereItIsTold() {
        RuntimeId id = RuntimeId.random(RANDOM);
        SimulatedRuntime faulty = withFaults((operation, box) -> {
            if (operation == Operation.BOOT) {
                SimulatedFaults.fail(operation, box);
            }
        });

        assertFailsWith(Code.BOOT_FAILED, () -> faulty.boot(id, BASE));
        assertThat(host.boxes()).isEmpty();
    }

    private SimulatedRuntime withFaults(SimulatedFaults faults) {
        return new SimulatedRuntime(host, SimulatedLatencies.NONE, faults);
    }

    private static void assertFailsWith(Code code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        RuntimeFailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
