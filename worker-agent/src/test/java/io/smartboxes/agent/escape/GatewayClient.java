package io.smartboxes.agent.escape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.IntSupplier;

/** One sandbox's client, on the far side of the gateway. */
final class GatewayClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int END_OF_STREAM = 2;
    private static final int GUEST_PORT = 49_983;

    private final HttpClient http = HttpClient.newHttpClient();
    private final IntSupplier gateway;
    private final String sandboxId;
    private final String token;

    /** @param gateway the gateway's port, asked for anew by each request */
    GatewayClient(IntSupplier gateway, String sandboxId, String token) {
        this.gateway = gateway;
        this.sandboxId = sandboxId;
        this.token = token;
    }

    String id() {
        return sandboxId;
    }

    /** The events of one process, until its stream ends. */
    static final class Events {
        private final DataInputStream stream;

        Events(DataInputStream stream) {
            this.stream = stream;
        }

        /**
         * The next event.
         *
         * @throws EOFException when the stream has ended, in order
         * @throws IOException when it broke off
         */
        JsonNode next() throws IOException {
            int flags = stream.readByte();
            JsonNode message = JSON.readTree(stream.readNBytes(stream.readInt()));
            if ((flags & END_OF_STREAM) != 0) {
                throw new EOFException(message.toString());
            }
            return message.path("event");
        }

        /** Until the process and its stream have ended. */
        void readToEnd() throws IOException {
            try {
                while (true) {
                    JsonNode unused = next();
                }
            } catch (EOFException end) {
                // In order.
            }
        }

        /** The next thing that the process writes. */
        String nextOutput() throws IOException {
            while (true) {
                byte[] output = next().path("data").path("stdout").binaryValue();
                if (output != null && output.length > 0) {
                    return new String(output, StandardCharsets.UTF_8);
                }
            }
        }
    }

    /** Starts a script as root and follows it. */
    Events start(String script) throws IOException, InterruptedException {
        var process = JsonNodeFactory.instance.objectNode().put("cmd", "/bin/bash");
        process.putArray("args").add("-c").add(script);
        return follow("Start", process);
    }

    /** Follows a process that was started before. */
    Events connect(int pid) throws IOException, InterruptedException {
        return follow("Connect", JsonNodeFactory.instance.objectNode().put("pid", pid));
    }

    private Events follow(String call, JsonNode process) throws IOException, InterruptedException {
        byte[] message =
                JSON.writeValueAsBytes(JsonNodeFactory.instance.objectNode().set("process", process));
        HttpRequest request = request(GUEST_PORT, "/process.Process/" + call)
                .header("Content-Type", "application/connect+json")
                .header("Connect-Protocol-Version", "1")
                .header("X-Access-Token", token)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("root:".getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(ByteBuffer.allocate(5 + message.length)
                        .put((byte) 0)
                        .putInt(message.length)
                        .put(message)
                        .array()))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    answer.statusCode() + ": " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        return new Events(new DataInputStream(answer.body()));
    }

    /** What a server in the sandbox answers, or the gateway in its place. */
    HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return http.send(request(port, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the guest answers a client who asks for what only the worker may have, in every way that a client can; the status. */
    int logsOfTheGuest() throws IOException, InterruptedException {
        return http.send(
                        request(GUEST_PORT, "/logs?from=1&once=true")
                                .header("X-Access-Token", token)
                                .header("SmartBoxes-Worker-Token", token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** Writes a file as user {@code user}; the status. */
    int write(String path, String text) throws IOException, InterruptedException {
        return http.send(
                        request(
                                        GUEST_PORT,
                                        "/files?username=user&path=" + URLEncoder.encode(path, StandardCharsets.UTF_8))
                                .header("Content-Type", "application/octet-stream")
                                .header("X-Access-Token", token)
                                .POST(HttpRequest.BodyPublishers.ofString(text))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** Where a file can be read with nothing but this address. */
    String link(String path) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest((path + ":read:user:" + token).getBytes(StandardCharsets.UTF_8));
        String signature = "v1_" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        return "/files?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8) + "&username=user&signature="
                + URLEncoder.encode(signature, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.getAsInt() + path))
                .header("E2b-Sandbox-Id", sandboxId)
                .header("E2b-Sandbox-Port", Integer.toString(port));
    }
}
