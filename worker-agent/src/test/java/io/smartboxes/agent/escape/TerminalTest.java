package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.testing.Eventually;
import io.smartboxes.agent.testing.ScreenClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Terminals of real sandboxes, through the gateway of a whole agent. */
@Timeout(180)
class TerminalTest {

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

    @Test
    void isAShellThatObeysControlKeysAndTheScreensSize() throws Exception {
        var sandbox = worker.startSandbox();
        long asked = System.nanoTime();
        try (var screen = worker.terminal(sandbox.id(), "trm_a", true)) {
            shows(screen, "$ ");
            System.out.printf(
                    "terminal: %d ms from the ticket to the prompt%n",
                    Duration.ofNanos(System.nanoTime() - asked).toMillis());

            screen.type("id -un; tty; echo $TERM\n");
            shows(screen, "user\r\n/dev/pts/");
            shows(screen, "xterm-256color");
            screen.say("{\"type\":\"resize\",\"columns\":101,\"rows\":31}");
            Eventually.holds(() -> {
                screen.type("stty size\n");
                shows(screen, "31 101");
            });
            // A control key that comes while the shell hands the terminal over is the shell's, and lost.
            screen.type("sh -c 'echo begun; exec sleep 1000'\n");
            shows(screen, "begun\r\n");
            screen.type("\u0003");
            screen.type("echo interrupted=$?\n");
            shows(screen, "interrupted=130");
            screen.type("exit 3\n");
            assertThat(screen.awaitClosed().code()).isEqualTo(1000);
            assertThat(screen.heard("exit").orElseThrow().path("code").asInt()).isEqualTo(3);
        }
    }

    @Test
    void outlivesItsConnectionAndTheAgent() throws Exception {
        var sandbox = worker.startSandbox();
        try (var screen = worker.terminal(sandbox.id(), "trm_b", true)) {
            screen.type("mine=kept; echo begun\n");
            shows(screen, "begun\r\n");
        }
        try (var screen = worker.terminal(sandbox.id(), "trm_b", false)) {
            shows(screen, "begun\r\n");
            screen.type("echo it is $mine\n");
            shows(screen, "it is kept");
        }

        worker.restart();

        worker.adopt(sandbox.id());
        try (var screen = worker.terminal(sandbox.id(), "trm_b", false)) {
            screen.type("echo still $mine\n");
            shows(screen, "still kept");
        }
    }

    @Test
    void runsProgramsThatDrawTheWholeScreen() throws Exception {
        var sandbox = worker.startSandbox();
        try (var screen = worker.terminal(sandbox.id(), "trm_c", true)) {
            screen.type(
                    "python3 -c \"import curses; curses.wrapper(lambda s: (s.addstr(5, 5, 'drawn'), s.getch()))\"\n");
            shows(screen, "\u001b[?1049h");
            shows(screen, "drawn");
            screen.type("q");
            shows(screen, "\u001b[?1049l");
        }
    }

    private static void shows(ScreenClient screen, String text) throws Exception {
        Eventually.holds(() -> assertThat(screen.shown()).contains(text));
    }
}
