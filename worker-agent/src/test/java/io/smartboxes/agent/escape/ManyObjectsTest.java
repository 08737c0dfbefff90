package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.isolation.Cgroups;
import io.smartboxes.agent.runtime.BoxExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Objects that cost no disk and that no limit of the box counts: what bounds them is its memory, in which gVisor keeps all of
 * them. The host has next to none of its own for them, and the neighbour works on meanwhile.
 */
@Timeout(300)
class ManyObjectsTest extends GvisorTest {

    private static final int MILLION = 1_000_000;
    private static final int DESCRIPTORS_PER_PROCESS = 62_500;
    private static final long HOST_FILES_MAX = 10_000;

    private Sandbox sandbox;
    private Sandbox neighbour;

    @BeforeEach
    void startTwo() {
        sandbox = worker.start();
        neighbour = worker.start();
        neighbour.run("true");
    }

    @AfterEach
    void endBoth() {
        long start = System.nanoTime();
        worker.runtime().destroy(sandbox.box().id());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        worker.runtime().destroy(neighbour.box().id());
        assertThat(HostObjects.ofBoxes(worker.settings())).isEmpty();
    }

    @Test
    void keepsAMillionFilesToTheirOwnSandbox() throws Exception {
        Path disk = worker.settings().state();
        long inodesBefore = inodesUsed(disk);

        begin("""
                import os
                os.makedirs('/home/user/many')
                for i in range(%d):
                    if i %% 1000 == 0:
                        os.mkdir('/home/user/many/%%d' %% i)
                        os.chdir('/home/user/many/%%d' %% i)
                        say(i)
                    os.mknod(str(i))
                say(%d)
                """.formatted(MILLION, MILLION));

        long made = watchUntil(MILLION);
        assertThat(inodesUsed(disk) - inodesBefore).as("inodes of the host").isLessThan(HOST_FILES_MAX);
        assertEndedForItsMemoryUnless(made == MILLION);
    }

    @Test
    void keepsAMillionDescriptorsToTheirOwnSandbox() throws Exception {
        begin("""
                import os, time
                for part in range(%d):
                    say(part * %d)
                    full, tell = os.pipe()
                    if os.fork() == 0:
                        for i in range(%d):
                            os.open('/etc/hostname', os.O_RDONLY)
                        os.write(tell, b'.')
                        time.sleep(1000)
                    os.close(tell)
                    os.read(full, 1)
                    os.close(full)
                say(%d)
                """.formatted(
                        MILLION / DESCRIPTORS_PER_PROCESS, DESCRIPTORS_PER_PROCESS, DESCRIPTORS_PER_PROCESS, MILLION));

        assertEndedForItsMemoryUnless(watchUntil(MILLION) == MILLION);
    }

    /** Starts a program that tells how far it has come by calling {@code say}. */
    private void begin(String program) {
        sandbox.runAsRoot("""
                cat > /tmp/program.py <<'PROGRAM'
                import os
                with open('/tmp/pid', 'w') as file:
                    file.write(str(os.getpid()))
                def say(count):
                    with open('/tmp/count.new', 'w') as file:
                        file.write(str(count))
                    os.rename('/tmp/count.new', '/tmp/count')
                say(0)
                %s
                PROGRAM
                setsid python3 -u /tmp/program.py > /tmp/program.log 2>&1 < /dev/null &
                """.formatted(program));
    }

    /** Waits until that many are made or no more can be; the neighbour is asked for a command again and again meanwhile. */
    private long watchUntil(long count) throws IOException {
        long begun = System.nanoTime();
        long made = 0;
        long hostFiles = 0;
        long memory = 0;
        List<Duration> neighbours = new ArrayList<>();
        boolean runs = true;
        while (runs) {
            long start = System.nanoTime();
            assertThat(neighbour.run("echo fine").output()).isEqualTo("fine\n");
            neighbours.add(Duration.ofNanos(System.nanoTime() - start));
            hostFiles = Math.max(hostFiles, hostFilesOf(sandbox));
            memory = Math.max(
                    memory,
                    worker.runtime()
                            .usage(sandbox.box().id())
                            .map(usage -> usage.memoryBytes())
                            .orElse(0L));
            if (sandbox.box().exit().isDone()) {
                break;
            }
            try {
                Sandbox.Result state = sandbox.runAsRoot(
                        "cat /tmp/count 2> /dev/null || echo 0; echo; { [ ! -e /tmp/pid ] || kill -0 $(cat /tmp/pid); } 2> /dev/null");
                made = Long.parseLong(state.output().lines().findFirst().orElseThrow());
                runs = state.succeeded() && made < count;
            } catch (UncheckedIOException gone) {
                // Its exit is about to be noticed.
            }
        }
        Collections.sort(neighbours);
        System.out.printf(
                "%d of %d made in %.1f s; host: %d open files, %d MiB; neighbour's command: median %d ms, most %d ms; %s%n",
                made,
                count,
                Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3,
                hostFiles,
                memory >> 20,
                neighbours.get(neighbours.size() / 2).toMillis(),
                neighbours.getLast().toMillis(),
                sandbox.box().exit().isDone() ? "ended: " + sandbox.box().exit().join() : "it runs on");
        assertThat(hostFiles).as("open files of the host").isLessThan(HOST_FILES_MAX);
        assertThat(neighbours.getLast()).isLessThan(Duration.ofSeconds(5));
        return made;
    }

    private void assertEndedForItsMemoryUnless(boolean allFit) {
        if (allFit) {
            assertThat(sandbox.run("echo alive").output()).isEqualTo("alive\n");
        } else if (sandbox.box().exit().isDone()) {
            assertThat(sandbox.box().exit()).isCompletedWithValue(new BoxExit.MemoryExceeded(512));
        } else {
            // Its biggest process was ended in time, and told why.
            assertThat(sandbox.run("echo alive").output()).isEqualTo("alive\n");
        }
    }

    private static long hostFilesOf(Sandbox sandbox) throws IOException {
        long files = 0;
        for (long pid : new Cgroups(worker.settings().label())
                .processes(sandbox.box().id().text())) {
            try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
                files += open.count();
            } catch (IOException ended) {
                // It needs none any more.
            }
        }
        return files;
    }

    private static long inodesUsed(Path directory) {
        return Long.parseLong(HostShell.succeed("df", "--output=iused", directory.toString())
                .lines()
                .toList()
                .getLast()
                .strip());
    }
}
