package io.smartboxes.agent.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.agent.testing.Eventually;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients' traffic with real sandboxes, through the gateway of a whole agent. */
@Timeout(120)
class TrafficTest {

    private static final int PORT = 3000;

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

    /** Development servers mostly listen on loopback only; E2B's clients reach them all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "::1"})
    void reachesServersWhateverAddressTheyListenAt(String address) throws Exception {
        GatewayClient sandbox = worker.startSandbox();
        assertThat(sandbox.get(PORT, "/").body()).contains("port is not open");

        sandbox.start("mkdir /tmp/site; cd /tmp/site; echo hello > page; exec python3 -m http.server --bind " + address
                + " " + PORT);

        Eventually.holds(() -> assertThat(sandbox.get(PORT, "/page").body()).isEqualTo("hello\n"));
        for (int again = 0; again < 20; again++) {
            assertThat(sandbox.get(PORT, "/page").statusCode()).isEqualTo(200);
        }
        assertThat(sandbox.get(PORT + 1, "/").body()).contains("port is not open");
    }

    @Test
    void breaksStreamsOffAsSoonAsTheirSandboxDiesOfItsMemory() throws Exception {
        GatewayClient sandbox = worker.startSandbox();
        GatewayClient.Events stream = sandbox.start("echo begun; sleep 1000");
        assertThat(stream.nextOutput()).isEqualTo("begun\n");

        // In one system call, so that the guest's own guard cannot save the box by ending the command halfway.
        sandbox.start("exec dd if=/dev/zero of=/dev/bomb bs=400M count=1");

        assertThat(howItEnds(stream)).containsAnyOf("broken off", "limit:memory");
        long broken = System.nanoTime();
        assertThat(worker.awaitReport(sandbox.id()).getEnded().getCause()).isEqualTo("limit:memory");
        assertThat(Duration.ofNanos(System.nanoTime() - broken)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void letsCommandsGoOnWhileTheAgentIsAway() throws Exception {
        GatewayClient sandbox = worker.startSandbox();
        GatewayClient.Events before = sandbox.start("for i in {1..100000}; do echo $i; sleep 0.05; done");
        int pid = before.next().path("start").path("pid").asInt();
        assertThat(before.nextOutput()).startsWith("1\n");

        worker.restart();

        assertThatThrownBy(() -> {
                    while (true) {
                        before.next();
                    }
                })
                .isInstanceOf(IOException.class);
        GatewayClient.Events after = sandbox.connect(pid);
        assertThat(after.next().path("start").path("pid").asInt()).isEqualTo(pid);
        int first = lastNumber(after.nextOutput());
        assertThat(first).isGreaterThan(1);
        assertThat(lastNumber(after.nextOutput())).isGreaterThan(first);
    }

    @Test
    void refusesARevokedHolderAndLetsAnotherGoOn() throws Exception {
        GatewayClient sandbox = worker.startSandbox();
        GatewayClient other = worker.entitle(sandbox, "key_other");
        GatewayClient.Events revoked = sandbox.start("while true; do echo tick; sleep 0.1; done");
        GatewayClient.Events goesOn = other.start("while true; do echo tick; sleep 0.1; done");
        assertThat(revoked.nextOutput()).startsWith("tick");
        assertThat(goesOn.nextOutput()).startsWith("tick");
        assertThat(sandbox.write("/home/user/a.txt", "secret")).isEqualTo(200);
        String link = sandbox.link("/home/user/a.txt");
        assertThat(sandbox.get(49_983, link).body()).isEqualTo("secret");

        worker.revokeMaker(sandbox);
        long since = System.nanoTime();

        assertThatThrownBy(() -> {
                    while (true) {
                        revoked.next();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(sandbox.get(49_983, link).statusCode()).isEqualTo(401);
        assertThatThrownBy(() -> sandbox.start("true")).hasMessageContaining("401");
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
        assertThat(goesOn.nextOutput()).startsWith("tick");
        assertThat(other.get(49_983, other.link("/home/user/a.txt")).body()).isEqualTo("secret");
        assertThat(worker.withGuestToken(sandbox)
                        .get(49_983, worker.withGuestToken(sandbox).link("/home/user/a.txt"))
                        .statusCode())
                .isEqualTo(401);
        assertThatThrownBy(() -> worker.withGuestToken(sandbox).start("true")).hasMessageContaining("401");

        worker.restart();
        Eventually.holds(() -> assertThat(
                        other.get(49_983, other.link("/home/user/a.txt")).body())
                .isEqualTo("secret"));
        assertThatThrownBy(() -> sandbox.start("true")).hasMessageContaining("401");
    }

    /** The guest's own guard may have ended the command a moment before the whole box went; then its end says so. */
    private static String howItEnds(GatewayClient.Events stream) {
        String error = "";
        try {
            while (true) {
                error = stream.next().path("end").path("error").asText(error);
            }
        } catch (EOFException orderly) {
            return "ended: " + error;
        } catch (IOException broken) {
            return "broken off";
        }
    }

    private static int lastNumber(String output) {
        return Integer.parseInt(output.lines().toList().getLast());
    }
}
