package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.workerlink.LogLine;
import io.smartboxes.workerlink.LogPage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logs of real sandboxes, from what a process writes to what the control plane is told. */
@Timeout(180)
class LogTest {

    @TempDir
    private static Path directory;

    private static RealWorker worker;

    @BeforeAll
    static void startWorker() throws Exception {
        worker = new RealWorker(directory);
    }

    @AfterAll
    static void leaveNothing() throws Exception {
        worker.close();
    }

    private static List<String> texts(LogPage page) {
        return page.getLinesList().stream().map(LogLine::getText).toList();
    }

    @Test
    void outlivesTheAgentAndTheSandbox() throws Exception {
        var sandbox = worker.startSandbox();
        sandbox.start("echo out; echo err >&2; exit 3").readToEnd();
        Eventually.holds(() -> assertThat(texts(worker.readLog(sandbox.id())))
                .contains("out", "err")
                .anySatisfy(text -> assertThat(text).endsWith("ended: exit status 3")));

        worker.restart();
        worker.adopt(sandbox.id());
        sandbox.start("echo again").readToEnd();
        worker.stop(sandbox.id());

        LogPage page = worker.readLog(sandbox.id());
        assertThat(texts(page))
                .as("each once, and also what was written just before the end")
                .containsOnlyOnce("Sandbox started.", "out", "err", "again");
        assertThat(texts(page).getLast()).startsWith("Sandbox ended: ");
        Eventually.holds(
                () -> assertThat(worker.readLog(sandbox.id()).getEnded()).isTrue());
        assertThat(page.toString()).doesNotContain("token-of-");
    }

    /** The process is done as soon as it would be without logs, and the worker keeps no more than it may. */
    @Test
    void takesAFloodWithoutStoppingIt() throws Exception {
        var sandbox = worker.startSandbox();
        sandbox.start("yes | head -n 3000000 >&2; echo done").readToEnd();

        Eventually.holds(
                () -> assertThat(texts(worker.readLog(sandbox.id(), "done"))).contains("done"));
        assertThat(texts(worker.readLog(sandbox.id(), "lines are missing here: they came too fast.")))
                .isNotEmpty();
    }

    @Test
    void noClientGetsToTheGuestsOwnLines() throws Exception {
        var sandbox = worker.startSandbox();

        assertThat(sandbox.logsOfTheGuest()).as("a holder's token").isEqualTo(401);
        assertThat(worker.withGuestToken(sandbox).logsOfTheGuest())
                .as("even the guest's own")
                .isEqualTo(401);
    }
}
