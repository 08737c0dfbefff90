package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A sandbox that never sleeps gives way to one that does, for as long as it takes more than its share. */
class YieldingTest extends GvisorTest {

    private static final String LOOPS =
            "for i in 1 2 3 4; do (timeout 600 sh -c 'while :; do :; done' >/dev/null 2>&1 &); done";

    @Test
    void aHogYieldsToItsNeighbourAndGetsItsShareBackAfterwards() throws Exception {
        Sandbox hog = worker.start();
        Sandbox neighbour = worker.start();
        // Where there is CPU for everybody, nobody need yield: the host is filled with sandboxes of two CPUs each.
        var others = new ArrayList<Sandbox>();
        for (int busy = 2; busy < Runtime.getRuntime().availableProcessors(); busy += 2) {
            others.add(worker.start());
        }
        limitAsAgentsOnceDid(hog);
        var over = new AtomicBoolean();
        Thread load = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                neighbour.run("true");
            }
        });
        try {
            others.forEach(other -> other.run(LOOPS));
            hog.run(LOOPS);

            Eventually.holds(() -> assertThat(yields(hog)).isTrue());
            Eventually.holds(() -> assertThat(sharesOfAll(hog))
                    .as("together they weigh no more than the gateway that commands come through")
                    .isIn("1024", "100"));
            Eventually.holds(() -> assertThat(cores(hog))
                    .as("what it takes in spite of that costs the host too")
                    .isStrictlyBetween(0.0, 2.0));
            assertThat(hog.run("echo on").output())
                    .as("it is slow, not stopped")
                    .isEqualTo("on\n");

            hog.run("pkill -f 'while :'");
            Eventually.holds(() -> assertThat(yields(hog)).isFalse());
            assertThat(cores(hog)).as("all that its template has").isEqualTo(2);
            assertThat(shares(hog))
                    .as("the weight of a sandbox that was handed out")
                    .isIn("1024", "100");
            Eventually.holds(() -> assertThat(sharesOfAll(hog)).isIn("4096", "400"));
        } finally {
            over.set(true);
            load.join();
            worker.runtime().destroy(hog.box().id());
            worker.runtime().destroy(neighbour.box().id());
            others.forEach(other -> worker.runtime().destroy(other.box().id()));
        }
    }

    @Test
    void whatAnEarlierAgentLeftYieldingGetsItsShareBackOnceItIsTakenBack() throws Exception {
        Sandbox left = worker.start();
        try {
            Path group = group(left);
            if (Files.exists(group.resolve("cpu.max"))) {
                Files.writeString(group.resolve("cpu.max"), "10000 20000");
            } else {
                Files.writeString(group.resolve("cpu.cfs_quota_us"), "10000");
            }
            Files.writeString(group.resolve("cpu.idle"), "1");

            worker.restart();
            worker.runtime().adopt(left.box().id(), worker.base());

            Eventually.holds(() -> assertThat(yields(left)).isFalse());
            assertThat(cores(left)).as("all that its template has").isEqualTo(2);
        } finally {
            worker.runtime().destroy(left.box().id());
        }
    }

    private static boolean yields(Sandbox sandbox) throws IOException {
        return read(group(sandbox), "cpu.idle").equals("1");
    }

    private static String shares(Sandbox sandbox) throws IOException {
        return shares(group(sandbox));
    }

    private static double cores(Sandbox sandbox) throws IOException {
        Path group = group(sandbox);
        String limit = Files.exists(group.resolve("cpu.max"))
                ? read(group, "cpu.max")
                : read(group, "cpu.cfs_quota_us") + " " + read(group, "cpu.cfs_period_us");
        String[] micros = limit.split(" ");
        return Double.parseDouble(micros[0]) / Double.parseDouble(micros[1]);
    }

    /** Two CPUs, over another period than today's: a box outlives the agent that booted it. */
    private static void limitAsAgentsOnceDid(Sandbox sandbox) throws IOException {
        Path group = group(sandbox);
        if (Files.exists(group.resolve("cpu.max"))) {
            Files.writeString(group.resolve("cpu.max"), "200000 100000");
        } else {
            Files.writeString(group.resolve("cpu.cfs_quota_us"), "-1");
            Files.writeString(group.resolve("cpu.cfs_period_us"), "100000");
            Files.writeString(group.resolve("cpu.cfs_quota_us"), "200000");
        }
    }

    private static String sharesOfAll(Sandbox sandbox) throws IOException {
        return shares(group(sandbox).getParent());
    }

    private static String shares(Path group) throws IOException {
        return read(group, Files.exists(group.resolve("cpu.shares")) ? "cpu.shares" : "cpu.weight");
    }

    private static String read(Path group, String file) throws IOException {
        return Files.readString(group.resolve(file)).strip();
    }

    private static Path group(Sandbox sandbox) {
        Path mount = Path.of("/sys/fs/cgroup");
        String box =
                worker.settings().label().cgroup() + "/" + sandbox.box().id().text();
        return Files.isDirectory(mount.resolve("cpu")) ? mount.resolve("cpu").resolve(box) : mount.resolve(box);
    }
}
