package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.agent.testing.ScreenClient;
import io.smartboxes.agent.testing.ShellGuest;
import io.smartboxes.id.SandboxId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With 128 MiB of heap, terminals whose readers stall cost little, however much their shells write. */
@Timeout(180)
class TerminalMemoryTest {

    private static final long FLOOD = 200_000_000;

    @Test
    void isBoundedWhileShellsFloodAndReadersStall() throws IOException {
        var sandbox = SandboxId.next(InstantSource.system());
        List<RawClient> stalled = new ArrayList<>();
        try (var guest = new ShellGuest();
                var gateway = new GatewayProcess(sandbox, guest.port())) {
            for (int number = 0; number < GatewayProcess.TICKETS - 1; number++) {
                var client = new RawClient(gateway.port(), 16 * 1024);
                stalled.add(client);
                client.send(
                        "GET /terminals/" + sandbox + " HTTP/1.1",
                        "Host: localhost",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
                assertThat(client.readHead().status()).isEqualTo(101);
                say(
                        client.out(),
                        1,
                        "{\"type\":\"open\",\"ticket\":\"ticket-" + number + "\",\"columns\":80,\"rows\":24}");
                if (number < 8) {
                    say(client.out(), 2, "flood");
                }
            }

            Eventually.holds("the shells write on", () -> guest.flooded() > FLOOD);

            try (var reader = new ScreenClient(gateway.port(), sandbox.toString(), null)) {
                reader.open("ticket-" + (GatewayProcess.TICKETS - 1), 80, 24);
                Eventually.holds("who reads is served", () -> reader.shown().length() > 1_000_000);
            }
            assertThat(gateway.isAlive()).isTrue();
            System.out.printf(
                    "%d stalled terminals: %d MB written by the shells, gateway's peak %d MiB%n",
                    stalled.size(), guest.flooded() / 1_000_000, gateway.peakMebibytes());
        } finally {
            for (RawClient client : stalled) {
                client.close();
            }
        }
    }

    /** A frame masked with zeros, which changes nothing. */
    private static void say(OutputStream out, int opcode, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        out.write(new byte[] {(byte) (0x80 | opcode), (byte) (0x80 | payload.length), 0, 0, 0, 0});
        out.write(payload);
        out.flush();
    }
}
