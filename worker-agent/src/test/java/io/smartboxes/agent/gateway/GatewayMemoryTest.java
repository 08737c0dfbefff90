package io.smartboxes.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With 128 MiB of heap any amount of bytes goes through; a process that runs out of memory exits, and is seen to. */
@Timeout(300)
class GatewayMemoryTest {

    private static final long TWO_GIGABYTES = 2_000_000_000L;
    private static final byte[] BLOCK = new byte[256 * 1024];
    private static final int STALLED_CLIENTS = 64;

    private final SandboxId sandbox = SandboxId.next(InstantSource.system());
    private final String id = "E2b-Sandbox-Id: " + sandbox;
    private final SandboxServer guest = new SandboxServer("guest");
    private final AtomicLong flooded = new AtomicLong();
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws IOException {
        guest.on("/store", GatewayMemoryTest::store)
                .on("/load", GatewayMemoryTest::load)
                .on("/flood", this::flood);
        gateway = new GatewayProcess(sandbox, guest.port());
    }

    @AfterEach
    void stop() {
        gateway.close();
        guest.close();
    }

    @Test
    void takesAnUploadOfTwoGigabytes() throws IOException {
        try (var client = new RawClient(gateway.port())) {
            long start = System.nanoTime();
            client.send("POST /store HTTP/1.1", "Host: localhost", id, "Content-Length: " + TWO_GIGABYTES);
            writeAll(client.out());

            assertThat(client.read().body()).isEqualTo("" + TWO_GIGABYTES);
            report("upload", start);
        }
        assertThat(gateway.isAlive()).isTrue();
    }

    @Test
    void deliversTwoGigabytes() throws IOException {
        try (var client = new RawClient(gateway.port())) {
            long start = System.nanoTime();
            client.send("GET /load HTTP/1.1", "Host: localhost", id);
            client.readHead();

            assertThat(readAll(client.in(), TWO_GIGABYTES)).isEqualTo(TWO_GIGABYTES);
            report("download", start);
        }
        assertThat(gateway.isAlive()).isTrue();
    }

    @Test
    void holdsBackEndlessOutputForClientsThatDoNotRead() throws IOException {
        List<RawClient> stalled = new ArrayList<>();
        try {
            for (int number = 0; number < STALLED_CLIENTS; number++) {
                var client = new RawClient(gateway.port(), 64 * 1024);
                stalled.add(client);
                client.send("GET /flood HTTP/1.1", "Host: localhost", id);
            }
            Eventually.holds("all floods run", () -> guest.seen().size() == STALLED_CLIENTS);
            GatewayStreamsTest.stillValue(flooded);

            try (var another = new RawClient(gateway.port())) {
                var answer = another.get("/alive", "Host: localhost", id);
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            }
            System.out.printf(
                    "%d stalled clients: %d MB written by the sandbox, gateway's peak %d MiB%n",
                    STALLED_CLIENTS, flooded.get() / 1_000_000, gateway.peakMebibytes());
        } finally {
            for (RawClient client : stalled) {
                client.close();
            }
        }
        assertThat(gateway.isAlive()).isTrue();
    }

    @Test
    void addsLittleToASmallCall() throws IOException {
        double direct = medianMicros(guest.port());
        double through = medianMicros(gateway.port());

        System.out.printf("unary call: direct %.0f us, through the gateway %.0f us%n", direct, through);
        assertThat(gateway.isAlive()).isTrue();
    }

    private double medianMicros(int port) throws IOException {
        int warmUp = 3_000;
        long[] nanos = new long[1_000];
        try (var client = new RawClient(port)) {
            for (int round = -warmUp; round < nanos.length; round++) {
                long start = System.nanoTime();
                client.write("POST /process.Process/SendInput HTTP/1.1\r\nHost: localhost\r\n" + id
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                client.read();
                if (round >= 0) {
                    nanos[round] = System.nanoTime() - start;
                }
            }
        }
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e3;
    }

    private void report(String what, long startNanos) throws IOException {
        Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        System.out.printf(
                "%s of 2 GB: %.1f s, %d MB/s, gateway's peak %d MiB%n",
                what,
                took.toMillis() / 1e3,
                TWO_GIGABYTES / 1_000 / Math.max(1, took.toMillis()),
                gateway.peakMebibytes());
    }

    private static boolean store(Http.Head head, InputStream in, OutputStream out) throws IOException {
        long length = Long.parseLong(head.field("content-length").orElseThrow());
        return SandboxServer.answer(out, 200, "" + readAll(in, length));
    }

    private static boolean load(Http.Head head, InputStream in, OutputStream out) throws IOException {
        Http.write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + TWO_GIGABYTES + "\r\n\r\n");
        writeAll(out);
        return true;
    }

    private boolean flood(Http.Head head, InputStream in, OutputStream out) throws IOException {
        Http.write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (true) {
            Http.writeChunk(out, Arrays.copyOf(BLOCK, 32 * 1024));
            flooded.addAndGet(32 * 1024);
        }
    }

    private static void writeAll(OutputStream out) throws IOException {
        for (long left = TWO_GIGABYTES; left > 0; left -= BLOCK.length) {
            out.write(BLOCK, 0, (int) Math.min(BLOCK.length, left));
        }
        out.flush();
    }

    private static long readAll(InputStream in, long length) throws IOException {
        byte[] block = new byte[BLOCK.length];
        long read = 0;
        while (read < length) {
            int count = in.read(block, 0, (int) Math.min(block.length, length - read));
            if (count < 0) {
                throw new EOFException("The stream ended after " + read + " of " + length + " bytes");
            }
            read += count;
        }
        return read;
    }
}
