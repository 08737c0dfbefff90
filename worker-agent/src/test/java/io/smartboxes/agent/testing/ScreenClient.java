package io.smartboxes.agent.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket to a terminal, as a page would open it. */
public final class ScreenClient implements WebSocket.Listener, AutoCloseable {

    /** How the connection ended. */
    public record Closed(int code, String reason) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WITHIN_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final List<JsonNode> said = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    /** @throws java.util.concurrent.CompletionException when the handshake is refused */
    public ScreenClient(int port, String sandbox, @Nullable String origin) {
        var builder = http.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/terminals/" + sandbox), this)
                .join();
    }

    public ScreenClient open(String ticket, int columns, int rows) {
        return say(
                "{\"type\":\"open\",\"ticket\":\"" + ticket + "\",\"columns\":" + columns + ",\"rows\":" + rows + "}");
    }

    public ScreenClient say(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public ScreenClient type(String text) {
        socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true)
                .join();
        return this;
    }

    /** What came so far. */
    public synchronized String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** The latest text message of that type. */
    public Optional<JsonNode> heard(String type) {
        return said.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .reduce((older, newer) -> newer);
    }

    /** Waits for the gateway to end it. */
    public Closed awaitClosed() {
        try {
            return closed.get(WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError("the connection was not closed; it showed: " + shown(), late);
        }
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    @Override
    public String toString() {
        return "ScreenClient[" + closed.getNow(null) + ", " + said + ", shown " + shown() + "]";
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        synchronized (this) {
            shown.writeBytes(bytes);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            try {
                said.add(JSON.readTree(part.toString()));
            } catch (IOException malformed) {
                throw new IllegalStateException(malformed);
            }
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(new Closed(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.complete(new Closed(1006, String.valueOf(failure)));
    }

    /** Goes away without a word. */
    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
