package io.smartboxes.agent.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Calls of the guest's process service: the Connect protocol with JSON. Blocks; errors carry the guest's own words. */
final class GuestCall {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MESSAGE_BYTES_MAX = 1 << 20;
    private static final int ENVELOPE_BYTES = 5;

    private GuestCall() {}

    /** One question, one answer. */
    static JsonNode unary(TerminalHost.Place at, String method, Object message, Duration patience) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message);
        var connection = open(at, method, "application/json", patience);
        connection.setRequestProperty("Connect-Timeout-Ms", Long.toString(patience.toMillis()));
        send(connection, body);
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw refused(connection);
        }
        try (InputStream in = connection.getInputStream()) {
            return JSON.readTree(in.readNBytes(MESSAGE_BYTES_MAX));
        }
    }

    /** One question, and what follows until the stream ends. The guest says something at least every 90 s. */
    static InputStream stream(TerminalHost.Place at, String method, Object message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message);
        var connection = open(at, method, "application/connect+json", Duration.ofSeconds(180));
        send(
                connection,
                ByteBuffer.allocate(ENVELOPE_BYTES + body.length)
                        .put((byte) 0)
                        .putInt(body.length)
                        .put(body)
                        .array());
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw refused(connection);
        }
        return connection.getInputStream();
    }

    /** The next message of a stream; throws at its end, with the guest's reason if there is one. */
    static JsonNode next(InputStream stream) throws IOException {
        var head = ByteBuffer.wrap(exactly(stream, ENVELOPE_BYTES));
        boolean isLast = (head.get() & 2) != 0;
        int length = head.getInt();
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            throw new IOException("the guest sent a message of " + length + " bytes");
        }
        JsonNode message = JSON.readTree(exactly(stream, length));
        if (isLast) {
            throw new IOException(message.path("error").path("message").asText("the guest ended the stream"));
        }
        return message;
    }

    private static byte[] exactly(InputStream stream, int length) throws IOException {
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the guest broke the stream off");
        }
        return bytes;
    }

    private static void send(HttpURLConnection connection, byte[] body) throws IOException {
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
    }

    /** Addresses are used by one box after the other, so no connection may be kept for the next call. */
    private static HttpURLConnection open(TerminalHost.Place at, String method, String type, Duration patience)
            throws IOException {
        URI uri = URI.create("http://" + at.guest().getAddress().getHostAddress() + ":"
                + at.guest().getPort() + "/process.Process/" + method);
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout((int) patience.plusSeconds(1).toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Content-Type", type);
        connection.setRequestProperty("Connect-Protocol-Version", "1");
        connection.setRequestProperty("X-Access-Token", at.accessToken());
        return connection;
    }

    private static IOException refused(HttpURLConnection connection) throws IOException {
        try (InputStream error = connection.getErrorStream()) {
            String said = error == null
                    ? ""
                    : JSON.readTree(error.readNBytes(MESSAGE_BYTES_MAX))
                            .path("message")
                            .asText("");
            return new IOException(said.isEmpty() ? "the guest answered " + connection.getResponseCode() : said);
        }
    }
}
