package io.smartboxes.agent.gateway;

import java.time.Duration;

/**
 * What one gateway takes on, and how long it waits; {@link #defaults} states every default.
 *
 * @param connectionsMax open client connections in all
 * @param streamsPerSandboxMax requests and WebSockets under way at once in one sandbox
 * @param requestLineBytesMax of "METHOD target HTTP/1.1"
 * @param headerBytesMax of all header fields of one message together
 * @param firstRequestWithin how long a new connection may take until its first request's head is complete
 * @param nextRequestWithin how long a connection may stay without a request; longer than clients keep idle ones (300 s)
 * @param connectTimeout for dialling a sandbox, which is on the same host
 * @param exchangeIdle how long a request or WebSocket may go without a byte in either direction
 */
public record GatewayLimits(
        int connectionsMax,
        int streamsPerSandboxMax,
        int requestLineBytesMax,
        int headerBytesMax,
        Duration firstRequestWithin,
        Duration nextRequestWithin,
        Duration connectTimeout,
        Duration exchangeIdle) {

    /** What one connection may hold when both its ends stall: two write queues, two read buffers and its own objects. */
    private static final long HEAP_BYTES_PER_CONNECTION = 192 * 1024;

    private static final int CONNECTIONS_MAX = 10_000;
    private static final int CONNECTIONS_MIN = 64;
    private static final int HEAD_BYTES_MIN = 1024;
    private static final Duration EXCHANGE_IDLE_MIN = Duration.ofSeconds(1);

    public GatewayLimits {
        demand(connectionsMax > 0, "gateway.connections-max must be positive");
        demand(streamsPerSandboxMax > 0, "gateway.streams-per-sandbox-max must be positive");
        demand(
                requestLineBytesMax >= HEAD_BYTES_MIN,
                "gateway.request-line-bytes-max must be " + HEAD_BYTES_MIN + " or more");
        demand(headerBytesMax >= HEAD_BYTES_MIN, "gateway.header-bytes-max must be " + HEAD_BYTES_MIN + " or more");
        demand(firstRequestWithin.isPositive(), "gateway.first-request-seconds must be positive");
        demand(nextRequestWithin.isPositive(), "gateway.next-request-seconds must be positive");
        demand(connectTimeout.isPositive(), "gateway.connect-millis must be positive");
        demand(
                exchangeIdle.compareTo(EXCHANGE_IDLE_MIN) >= 0,
                "gateway.exchange-idle-seconds must be " + EXCHANGE_IDLE_MIN.toSeconds() + " or more");
    }

    /**
     * As many connections as half of this JVM's heap holds if all of them stall (64 to 10,000), and half of those for one
     * sandbox; 16 KiB of request line, 64 KiB of headers; 30 s to the first request, 330 s to the next; 2 s to dial a
     * sandbox; 10 minutes of silence (clients' streams send a keepalive every 50 to 90 s).
     */
    public static GatewayLimits defaults() {
        int connectionsMax = connectionsFor(Runtime.getRuntime().maxMemory());
        return new GatewayLimits(
                connectionsMax,
                connectionsMax / 2,
                16 * 1024,
                64 * 1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(330),
                Duration.ofSeconds(2),
                Duration.ofMinutes(10));
    }

    static int connectionsFor(long heapBytes) {
        return (int) Math.clamp(heapBytes / 2 / HEAP_BYTES_PER_CONNECTION, CONNECTIONS_MIN, CONNECTIONS_MAX);
    }

    private static void demand(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
