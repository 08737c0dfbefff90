package io.smartboxes.agent.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProcessExitsTest {

    private static final int PROCESSES = 400;
    private static final int FORKERS = 4;

    @Test
    void tellsOfAProcessThatIsGoneAlready() throws Exception {
        try (var exits = new ProcessExits()) {
            Process process = new ProcessBuilder("true").start();
            process.waitFor();

            exits.exitOf(process.pid()).get(5, TimeUnit.SECONDS);
        }
    }

    /** A box's sentry is no child of the agent, and whoever is its parent may never collect it. */
    @Test
    void takesAZombieForEnded() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.1 & echo $!; exec sleep 1000").start();
        try (var exits = new ProcessExits();
                var output = parent.inputReader()) {
            long child = Long.parseLong(output.readLine());

            exits.exitOf(child).get(5, TimeUnit.SECONDS);

            assertThat(ProcessTable.isRunning(child)).isFalse();
            assertThat(ProcessHandle.of(child)).isPresent();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void tellsOnlyOfTheProcessThatEnded() throws Exception {
        try (var exits = new ProcessExits()) {
            Process one = new ProcessBuilder("sleep", "1000").start();
            Process other = new ProcessBuilder("sleep", "1000").start();
            CompletableFuture<Void> endOfOne = exits.exitOf(one.pid());
            CompletableFuture<Void> endOfOther = exits.exitOf(other.pid());

            one.destroyForcibly();
            endOfOne.get(5, TimeUnit.SECONDS);

            assertThat(endOfOther).isNotDone();
            other.destroyForcibly();
            endOfOther.get(5, TimeUnit.SECONDS);
        }
    }

    /** A fork copies every descriptor until its exec, so a closed one can still be in the epoll set. */
    @Test
    void tellsOfEveryExitWhileOthersFork() throws Exception {
        var done = new AtomicBoolean();
        var forkers = new ArrayList<Thread>();
        try (var exits = new ProcessExits()) {
            for (int i = 0; i < FORKERS; i++) {
                forkers.add(Thread.ofPlatform().start(() -> forkUntil(done)));
            }
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < PROCESSES; i++) {
                Process process = new ProcessBuilder("true").start();
                all.add(exits.exitOf(process.pid()));
            }

            var everyOne = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
            assertThatCode(() -> everyOne.get(30, TimeUnit.SECONDS)).doesNotThrowAnyException();
        } finally {
            done.set(true);
            for (Thread forker : forkers) {
                forker.join();
            }
        }
    }

    private static void forkUntil(AtomicBoolean done) {
        try {
            while (!done.get()) {
                new ProcessBuilder("true").start().waitFor();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
