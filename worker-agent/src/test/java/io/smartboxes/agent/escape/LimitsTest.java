package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.isolation.Cgroups;
import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.BoxExit;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One sandbox takes all it can get. It hits its own limit; its neighbour runs on. */
class LimitsTest extends GvisorTest {

    private static final int SMALL_DISK_MIB = 64;

    private static Sandbox neighbour;
    private Sandbox sandbox;

    @BeforeAll
    static void startANeighbour() {
        neighbour = worker.start();
    }

    @AfterAll
    static void endIt() {
        worker.runtime().destroy(neighbour.box().id());
    }

    @BeforeEach
    void startASandboxWithASmallDisk() {
        TemplateBuild base = worker.base();
        sandbox = worker.start(
                new TemplateBuild(base.name(), base.build(), base.image(), 1, base.memoryMib(), SMALL_DISK_MIB));
    }

    @AfterEach
    void theNeighbourIsUnhurtAndNothingIsLeft() {
        long start = System.nanoTime();
        assertThat(neighbour.run("echo fine").output()).isEqualTo("fine\n");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

        long destroyed = System.nanoTime();
        worker.runtime().destroy(sandbox.box().id());
        assertThat(Duration.ofNanos(System.nanoTime() - destroyed)).isLessThan(Duration.ofSeconds(5));
        assertThat(HostObjects.ofBoxes(worker.settings()))
                .noneMatch(object -> object.contains(sandbox.box().id().text()));
    }

    @Test
    void endsOnlyTheProcessThatTakesTooMuchMemoryIfItCan() {
        Sandbox.Result result = sandbox.run("python3 -c 'b = []\nwhile True: b.append(bytearray(4 << 20))'");

        // Polling inside loses against a fast enough bomb; then the whole box goes, for the same reason.
        if (sandbox.box().exit().isDone()) {
            assertThat(sandbox.box().exit()).isCompletedWithValue(new BoxExit.MemoryExceeded(512));
        } else {
            assertThat(result.succeeded()).isFalse();
            assertThat(sandbox.run("echo alive").output()).isEqualTo("alive\n");
        }
    }

    @Test
    void endsABoxWhoseFilesInMemoryAreTooMuch() throws Exception {
        // In one system call: the guest's guard may end a command that writes piece by piece, and the box lives on.
        sandbox.attempt("dd if=/dev/zero of=/dev/bomb bs=400M count=1");

        assertThat(sandbox.box().exit().get(20, TimeUnit.SECONDS)).isEqualTo(new BoxExit.MemoryExceeded(512));
        assertThat(sandbox.box().exit().get().code()).isEqualTo("limit:memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "root"})
    void keepsAForkBombToItsOwnSandbox(String user) {
        sandbox.attempt("echo 'bomb() { bomb | bomb & }; bomb; while :; do bomb; done' > /tmp/bomb.sh;" + " su " + user
                + " -s /bin/bash -c 'setsid bash /tmp/bomb.sh > /dev/null 2>&1 < /dev/null &'");

        for (int command = 0; command < 20; command++) {
            assertThat(neighbour.run("echo fine").output()).isEqualTo("fine\n");
        }

        if (sandbox.box().exit().isDone()) {
            assertThat(sandbox.box().exit().join().code()).isIn("limit:pids", "limit:memory");
        }
    }

    @Test
    void refusesMoreProcessesThanTheLimit() {
        Sandbox.Result result = sandbox.run("""
                python3 - <<'PROGRAM'
                import os, signal, time
                children = []
                try:
                    while len(children) < 1000:
                        pid = os.fork()
                        if pid == 0:
                            time.sleep(100)
                        children.append(pid)
                except OSError as e:
                    print(len(children) > 50, e.strerror)
                for pid in children:
                    os.kill(pid, signal.SIGKILL)
                PROGRAM
                """);

        assertThat(result.output()).isEqualTo("True Resource temporarily unavailable\n");
        assertThat(sandbox.run("echo alive").output()).isEqualTo("alive\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/user", "/tmp", "/var/tmp"})
    void refusesMoreOnDiskThanTheCap(String directory) throws IOException {
        FileStore disk = Files.getFileStore(worker.settings().state());
        long freeBefore = disk.getUsableSpace();

        Sandbox.Result result = sandbox.run("head -c 200M /dev/zero > " + directory + "/big");

        assertThat(result.output()).containsAnyOf("No space left on device", "Input/output error");
        assertThat(sandbox.run("stat -c %s " + directory + "/big").output().strip())
                .satisfies(size -> assertThat(Long.parseLong(size)).isLessThanOrEqualTo((long) SMALL_DISK_MIB << 20));
        assertThat(sandbox.run("rm " + directory + "/big; echo again > " + directory + "/small; cat " + directory
                                + "/small")
                        .output())
                .isEqualTo("again\n");
        // Others use this disk too: only a runaway would show.
        assertThat(freeBefore - disk.getUsableSpace()).isLessThan(2L << 30);
    }

    /** 20,000 instead of the million of a real attack, which takes minutes; what it costs grows with the number. */
    @Test
    void holdsManyFiles() {
        assertThat(sandbox.run("""
                                python3 - <<'PROGRAM'
                                import os
                                os.mkdir('many')
                                for i in range(20_000):
                                    os.close(os.open('many/%d' % i, os.O_CREAT | os.O_WRONLY))
                                print(len(os.listdir('many')))
                                PROGRAM
                                """).output()).isEqualTo("20000\n");
        assertThat(worker.settings().state().resolve("upper")).isEmptyDirectory();
    }

    @Test
    void refusesMoreOpenFilesThanTheLimit() {
        assertThat(sandbox.runAsRoot("""
                                python3 - <<'PROGRAM'
                                import os
                                count = 0
                                try:
                                    while count < 1_000_000:
                                        os.open('/dev/null', os.O_RDONLY)
                                        count += 1
                                except OSError as e:
                                    print(60_000 < count <= 65_536, e.strerror)
                                PROGRAM
                                """).output()).isEqualTo("True Too many open files\n");
    }

    @Test
    void keepsNothingOfAFloodOnItsConsole() throws IOException {
        sandbox.runAsRoot("head -c 200M /dev/zero > /proc/1/fd/1; head -c 200M /dev/zero > /proc/1/fd/2; true");

        long kept = 0;
        Path bundle = worker.settings()
                .state()
                .resolve("boxes")
                .resolve(sandbox.box().id().text());
        try (var files = Files.list(bundle)) {
            for (Path file : files.toList()) {
                kept += Files.size(file);
            }
        }
        assertThat(kept).isLessThan(64 << 10);
    }

    @Test
    void usesNoMoreCpuThanItsTemplateAllows() {
        Duration before =
                worker.runtime().usage(sandbox.box().id()).orElseThrow().cpu();
        long start = System.nanoTime();

        sandbox.run("for i in 1 2 3 4; do timeout -s KILL 2 sh -c 'while :; do :; done' & done; wait");

        Duration used =
                worker.runtime().usage(sandbox.box().id()).orElseThrow().cpu().minus(before);
        Duration passed = Duration.ofNanos(System.nanoTime() - start);
        // One vCPU here, and four that want one each.
        assertThat(used).isLessThan(passed.plus(passed.dividedBy(4)));
    }

    @Test
    void letsRefillsYieldToSandboxesThatWereHandedOut() {
        Box warm = worker.bootWarm();

        assertThat(cpuShares(warm.id())).isLessThan(cpuShares(neighbour.box().id()) / 10);

        worker.runtime().destroy(warm.id());
    }

    /** Else a neighbour that never sleeps makes every handover between sentry and sandbox wait for the kernel's own turns. */
    @Test
    void takesShortTurnsOnTheCpu() throws IOException {
        var turns = new TreeMap<Long, String>();
        for (long process : new Cgroups(worker.settings().label())
                .processes(sandbox.box().id().text())) {
            if (Files.readString(Path.of("/proc/" + process + "/comm")).startsWith("gvisor_sentry")) {
                turns.put(process, turnNanos(process));
            }
        }

        assertThat(turns)
                .as(
                        "the turns of the sentry and of the sandbox's own processes; the host's kernel must be 6.12 or newer")
                .hasSizeGreaterThan(1)
                .allSatisfy((process, nanos) -> assertThat(nanos).isEqualTo("200000"));
    }

    private static String turnNanos(long process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process + "/sched")).stream()
                .filter(line -> line.startsWith("se.slice "))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static long cpuShares(RuntimeId id) {
        Path version1 = Path.of("/sys/fs/cgroup/cpu", worker.settings().label().cgroup(), id.text(), "cpu.shares");
        Path version2 = Path.of("/sys/fs/cgroup", worker.settings().label().cgroup(), id.text(), "cpu.weight");
        try {
            return Long.parseLong(Files.readString(Files.exists(version1) ? version1 : version2)
                    .strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
