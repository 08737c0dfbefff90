package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.BoxFigures;
import io.smartboxes.agent.runtime.BoxUsage;
import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeFailureException.Code;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.agent.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoxLifecycleTest extends GvisorTest {

    @Test
    void leavesNothingOfABoxThatWasUsed() {
        Sandbox sandbox = worker.start();
        assertThat(sandbox.run("id -un").output()).isEqualTo("user\n");
        assertThat(HostObjects.ofBoxes(worker.settings())).isNotEmpty();

        worker.runtime().destroy(sandbox.box().id());

        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
        assertThat(sandbox.box().exit()).isCompletedWithValue(new BoxExit.Ended());
    }

    @Test
    void destroysTwiceAndUnknownBoxesWithoutComplaint() {
        Box box = worker.bootWarm();

        worker.runtime().destroy(box.id());
        worker.runtime().destroy(box.id());
        worker.runtime().destroy(RuntimeId.random(GvisorWorker.RANDOM));

        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    @Test
    void bootsAndDestroysManyAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var boots = new ArrayList<Future<Sandbox>>();
            for (int i = 0; i < 6; i++) {
                boots.add(threads.submit(() -> worker.start()));
            }
            for (Future<Sandbox> boot : boots) {
                Sandbox sandbox = boot.get();
                assertThat(sandbox.run("hostname").output().strip()).isEqualTo(sandbox.id());
            }
            for (Future<Sandbox> boot : boots) {
                RuntimeId id = boot.get().box().id();
                threads.submit(() -> worker.runtime().destroy(id));
            }
        }

        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    @Test
    void refusesAnIdThatIsInUse() {
        Box box = worker.bootWarm();

        assertThatThrownBy(() -> worker.runtime().boot(box.id(), worker.base()))
                .isInstanceOfSatisfying(
                        RuntimeFailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(Code.ID_USED));

        assertThat(box.exit()).isNotDone();
        worker.runtime().destroy(box.id());
    }

    @Test
    void leavesNothingOfABoxThatCannotBoot() {
        TemplateBuild base = worker.base();
        TemplateBuild broken = new TemplateBuild(
                "broken", base.build(), Path.of("/dev/null"), base.vcpus(), base.memoryMib(), base.diskMib());

        assertThatThrownBy(() -> worker.runtime().boot(RuntimeId.random(GvisorWorker.RANDOM), broken))
                .isInstanceOfSatisfying(
                        RuntimeFailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(Code.BOOT_FAILED));

        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    @Test
    void noticesAtOnceThatABoxCrashed() throws Exception {
        Box box = worker.bootWarm();

        sentry(box).destroyForcibly();

        assertThat(box.exit().get(2, TimeUnit.SECONDS).code()).isEqualTo("crashed");
        worker.runtime().destroy(box.id());
        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    @Test
    void countsWhatABoxUses() {
        Sandbox sandbox = worker.start();
        BoxUsage before = worker.runtime().usage(sandbox.box().id()).orElseThrow();

        sandbox.run("timeout 0.5 sh -c 'while :; do :; done'");

        BoxUsage after = worker.runtime().usage(sandbox.box().id()).orElseThrow();
        assertThat(after.cpu().minus(before.cpu())).isGreaterThan(Duration.ofMillis(100));
        assertThat(after.memoryBytes()).isPositive();
        worker.runtime().destroy(sandbox.box().id());
        assertThat(worker.runtime().usage(sandbox.box().id())).isEmpty();
    }

    @Test
    void tellsWhatABoxHoldsInMemoryAndOnDisk() throws Exception {
        Sandbox sandbox = worker.start();
        var id = sandbox.box().id();
        BoxFigures before = worker.runtime().figures(id).orElseThrow();

        sandbox.run("head -c 50M /dev/urandom > file; sync");
        sandbox.run("setsid python3 -c 'import time; b = b\"x\" * (100 << 20); time.sleep(600)' > /dev/null 2>&1 &");

        Eventually.holds(() -> {
            BoxFigures after = worker.runtime().figures(id).orElseThrow();
            assertThat(after.memoryBytes() - before.memoryBytes()).isBetween(100L << 20, 125L << 20);
            assertThat(after.diskBytes() - before.diskBytes()).isBetween(50L << 20, 52L << 20);
            assertThat(after.cacheBytes()).isPositive();
        });
        // The host counts what the sandbox's own kernel counts, which looks at its memory only now and then.
        Eventually.holds(() -> {
            String inside = sandbox.run(
                            "awk '/MemTotal/ {t = $2} /MemAvailable/ {a = $2} END {print t - a}' /proc/meminfo")
                    .output();
            assertThat(worker.runtime().figures(id).orElseThrow().memoryBytes())
                    .isCloseTo(Long.parseLong(inside.strip()) << 10, within(8L << 20));
        });

        worker.restart();
        worker.runtime().adopt(id, worker.base());
        sandbox.run("rm file; pkill python3; sync");

        Eventually.holds(() -> {
            BoxFigures freed = worker.runtime().figures(id).orElseThrow();
            assertThat(freed.memoryBytes() - before.memoryBytes()).isLessThan(20L << 20);
            assertThat(freed.diskBytes() - before.diskBytes()).isLessThan(2L << 20);
        });
        worker.runtime().destroy(id);
        assertThat(worker.runtime().figures(id)).isEmpty();
    }

    @Test
    void takesItsBoxesBackAfterARestart() throws Exception {
        Sandbox sandbox = worker.start();
        sandbox.run("echo before > note");
        Box forgotten = worker.bootWarm();

        worker.restart();
        Optional<Box> adopted = worker.runtime().adopt(sandbox.box().id(), worker.base());
        worker.runtime().sweep(Set.of(sandbox.box().id()));

        assertThat(adopted).isPresent();
        assertThat(sandbox.run("cat note").output()).isEqualTo("before\n");
        assertThat(worker.runtime().adopt(forgotten.id(), worker.base())).isEmpty();
        // A box booted now must not get the adopted one's network.
        Box next = worker.bootWarm();
        assertThat(next.guest()).isNotEqualTo(sandbox.box().guest());
        worker.runtime().destroy(next.id());
        worker.runtime().destroy(sandbox.box().id());
        assertThat(adopted.get().exit().get(2, TimeUnit.SECONDS)).isEqualTo(new BoxExit.Ended());
        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    /** Taking a slow guest for a dead one would end a sandbox for no other reason than its agent's restart. */
    @Test
    void takesABoxBackThatIsTooBusyToAnswer() throws Exception {
        Sandbox sandbox = worker.start();
        String sentry = Long.toString(sentry(sandbox.box()).pid());
        HostShell.succeed("kill", "-STOP", sentry);

        worker.restart();
        Optional<Box> adopted = worker.runtime().adopt(sandbox.box().id(), worker.base());
        HostShell.succeed("kill", "-CONT", sentry);

        assertThat(adopted).isPresent();
        assertThat(sandbox.run("echo alive").output()).isEqualTo("alive\n");
        worker.runtime().destroy(sandbox.box().id());
        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    @Test
    void doesNotAdoptABoxOfAnotherBuild() {
        Box box = worker.bootWarm();
        TemplateBuild base = worker.base();
        TemplateBuild newer =
                new TemplateBuild("base", "f".repeat(64), base.image(), base.vcpus(), base.memoryMib(), base.diskMib());

        worker.restart();

        assertThat(worker.runtime().adopt(box.id(), newer)).isEmpty();
        worker.runtime().destroy(box.id());
        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    @Test
    void sweepsOnlyItsOwn() {
        try (GvisorWorker neighbour = new GvisorWorker()) {
            Sandbox theirs = neighbour.start();
            Box ours = worker.bootWarm();

            worker.runtime().sweep(Set.of());

            assertThat(ours.exit()).isDone();
            assertThat(theirs.run("echo alive").output()).isEqualTo("alive\n");
            assertThat(theirs.box().guest()).isNotEqualTo(ours.guest());
        }
    }

    private static ProcessHandle sentry(Box box) throws Exception {
        Path pidFile = worker.settings()
                .state()
                .resolve("boxes")
                .resolve(box.id().text())
                .resolve("pid");
        return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
    }
}
