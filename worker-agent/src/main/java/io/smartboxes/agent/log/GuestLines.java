package io.smartboxes.agent.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What a guest tells of its processes' lines, from a number on. Guests are their customers': nothing that they say is believed to fit. */
final class GuestLines implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_MILLIS = 5_000;

    /** The guest sends at least an empty line every 30 s. */
    private static final int SILENCE_MILLIS = 75_000;

    private static final int LINE_BYTES_MAX = 128 << 10;
    private static final int TEXT_MAX = 16 << 10;
    private static final int BATCH = 256;

    private final HttpURLConnection connection;
    private final InputStream in;

    /** What was read at once, and its size. */
    record Batch(List<GuestLine> lines, long bytes) {}

    private GuestLines(HttpURLConnection connection) throws IOException {
        this.connection = connection;
        this.in = new BufferedInputStream(connection.getInputStream(), 8 << 10);
    }

    /** Lines as they come. */
    static GuestLines follow(LogHost.Place at, long from) throws IOException {
        return new GuestLines(open(at, "from=" + from, SILENCE_MILLIS));
    }

    /** Lines that are there already, if the guest hands them out quickly. */
    static GuestLines once(LogHost.Place at, long from, int withinMillis) throws IOException {
        return new GuestLines(open(at, "once=true&from=" + from, withinMillis));
    }

    /** Addresses are used by one box after the other, so no connection may be kept for the next call. */
    private static HttpURLConnection open(LogHost.Place at, String query, int patienceMillis) throws IOException {
        URI uri = URI.create("http://" + at.guest().getAddress().getHostAddress() + ":"
                + at.guest().getPort() + "/logs?" + query);
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.min(CONNECT_MILLIS, patienceMillis));
        connection.setReadTimeout(patienceMillis);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("SmartBoxes-Worker-Token", at.accessToken());
        return connection;
    }

    /** Waits for something, then takes what else is there. Throws at the end. */
    Batch next() throws IOException {
        var lines = new ArrayList<GuestLine>();
        long bytes = 0;
        do {
            byte[] line = line();
            bytes += line.length;
            if (line.length > 0) {
                lines.add(parse(line));
            }
        } while (lines.size() < BATCH && in.available() > 0);
        return new Batch(lines, bytes);
    }

    private byte[] line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the guest ended the stream");
            }
            if (line.size() >= LINE_BYTES_MAX) {
                throw new IOException("the guest sent a line of more than " + LINE_BYTES_MAX + " bytes");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    private static GuestLine parse(byte[] line) throws IOException {
        JsonNode said;
        try {
            said = JSON.readTree(line);
        } catch (JsonProcessingException garbage) {
            throw new IOException("the guest sent a line that is no JSON", garbage);
        }
        long number = said.path("n").asLong();
        if (number <= 0) {
            throw new IOException("the guest sent a line without a number");
        }
        String text = said.path("l").asText();
        return new GuestLine(
                number,
                said.path("t").asLong(),
                LogLevel.of(said.path("v").asText()),
                LogSource.of(said.path("s").asText()),
                Math.max(said.path("p").asLong(), 0),
                text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text);
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
