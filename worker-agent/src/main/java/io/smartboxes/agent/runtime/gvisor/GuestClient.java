package io.smartboxes.agent.runtime.gvisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartboxes.agent.isolation.OciBundle;
import io.smartboxes.agent.runtime.GuestIdentity;
import io.smartboxes.agent.runtime.TemplateBuild;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The two calls that the worker makes to a guest before anybody else can. */
final class GuestClient {

    private static final int ANSWERED = 204;
    private static final int CONNECT_MILLIS = 500;
    private static final int ENTROPY_BYTES = 64;
    private static final int REFUSAL_BYTES_MAX = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstantSource clock;
    private final SecureRandom random;

    GuestClient(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Whether the guest answers. */
    boolean isHealthy(InetSocketAddress guest) {
        try {
            HttpURLConnection connection = open(guest, "/health", Duration.ofSeconds(2));
            return connection.getResponseCode() == ANSWERED;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Gives the guest its identity, the template's limits and fresh randomness.
     *
     * @throws IOException if the guest refuses or does not answer; the message is the guest's own
     */
    void init(InetSocketAddress guest, TemplateBuild template, GuestIdentity identity, Duration patience)
            throws IOException {
        byte[] body = JSON.writeValueAsBytes(body(template, identity));
        HttpURLConnection connection = open(guest, "/init", patience);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        // With a fixed length the JDK never sends a body twice, which it otherwise does after a broken connection.
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream stream = connection.getOutputStream()) {
            stream.write(body);
        }
        int status = connection.getResponseCode();
        if (status != ANSWERED) {
            throw new IOException("the guest answered /init with " + status + ": " + refusal(connection));
        }
    }

    private Map<String, Object> body(TemplateBuild template, GuestIdentity identity) {
        byte[] entropy = new byte[ENTROPY_BYTES];
        random.nextBytes(entropy);
        var body = new LinkedHashMap<String, Object>();
        body.put("accessToken", identity.accessToken());
        body.put("envVars", identity.environment());
        body.put("timestamp", clock.instant().toString());
        body.put("defaultUser", identity.defaultUser());
        body.put("hostname", identity.sandboxId());
        body.put("entropy", entropy);
        body.put("sandboxID", identity.sandboxId());
        body.put("templateID", identity.templateId());
        body.put("memoryMiB", template.memoryMib());
        body.put("maxProcesses", OciBundle.processesMax(template));
        return body;
    }

    /** Slots are used by one box after the other, so no connection may be kept for the next call. */
    private static HttpURLConnection open(InetSocketAddress guest, String path, Duration patience) throws IOException {
        URI uri = URI.create("http://" + guest.getAddress().getHostAddress() + ":" + guest.getPort() + path);
        var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout((int) patience.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    private static String refusal(HttpURLConnection connection) throws IOException {
        try (InputStream stream = connection.getErrorStream()) {
            return stream == null
                    ? "no reason"
                    : new String(stream.readNBytes(REFUSAL_BYTES_MAX), StandardCharsets.UTF_8).strip();
        }
    }
}
