package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a sandbox writes goes to the host's disk as it comes, and not half a minute later all at once. */
class EarlyWritebackTest extends GvisorTest {

    private static final long WRITTEN_BYTES = 64L << 20;

    /** {@code vm.dirty_expire_centisecs}, where nobody has changed it. */
    private static final Duration KERNELS_PATIENCE = Duration.ofSeconds(30);

    @Test
    void whatASandboxWritesDoesNotGatherInMemory() throws Exception {
        Sandbox writer = worker.start();
        try {
            assertThat(writer.run("head -c " + WRITTEN_BYTES + " /dev/zero > /home/user/written && echo done")
                            .output())
                    .isEqualTo("done\n");
            assertThat(counter(writer, "cache", "file"))
                    .as("the kernel still has it in memory, so it counts there whether it is written")
                    .isGreaterThan(WRITTEN_BYTES);

            long began = System.nanoTime();
            Eventually.holds(
                    () -> assertThat(counter(writer, "dirty", "file_dirty")).isLessThan(WRITTEN_BYTES / 16));
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("left alone, the kernel writes what is half a minute old")
                    .isLessThan(KERNELS_PATIENCE.dividedBy(2));
        } finally {
            worker.runtime().destroy(writer.box().id());
        }
    }

    /** A counter of the box's memory, by its name in either version of control groups. */
    private static long counter(Sandbox sandbox, String first, String second) throws IOException {
        Path mount = Path.of("/sys/fs/cgroup");
        String box =
                worker.settings().label().cgroup() + "/" + sandbox.box().id().text();
        boolean isFirst = Files.isDirectory(mount.resolve("memory"));
        Path group = isFirst ? mount.resolve("memory").resolve(box) : mount.resolve(box);
        String name = isFirst ? first : second;
        return Files.readAllLines(group.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
