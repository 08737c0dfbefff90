package io.smartboxes.agent.escape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smartboxes.agent.runtime.Box;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A box in a tenant's hands: runs shell commands in it through the guest's process service. */
record Sandbox(Box box, String id, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int END_OF_STREAM = 2;
    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(40);

    /** What a command printed on both streams, and its exit code; -1 if a signal ended it. */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs a script as user {@code user}. */
    Result run(String script) {
        return run("user", script);
    }

    /** Runs a script as root. */
    Result runAsRoot(String script) {
        return run("root", script);
    }

    /** Runs a script as root that may end the box, and with it the answer. */
    void attempt(String script) {
        try {
            runAsRoot(script);
        } catch (UncheckedIOException e) {
            // What is left is asserted by the caller.
        }
    }

    private Result run(String user, String script) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        try {
            byte[] message = JSON.writeValueAsBytes(
                    Map.of("process", Map.of("cmd", "/bin/bash", "args", List.of("-c", script)), "stdin", false));
            byte[] envelope = ByteBuffer.allocate(5 + message.length)
                    .put((byte) 0)
                    .putInt(message.length)
                    .put(message)
                    .array();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://"
                            + box.guest().getAddress().getHostAddress() + ":"
                            + box.guest().getPort() + "/process.Process/Start"))
                    .header("Content-Type", "application/connect+json")
                    .header("Connect-Protocol-Version", "1")
                    .header("X-Access-Token", token)
                    .header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8)))
                    .timeout(COMMAND_PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(envelope))
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError("Start answered " + response.statusCode() + ": "
                        + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            return readWithin(COMMAND_PATIENCE, response.body(), box);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            // Closing it would wait for an answer that a box that is gone never gives.
            client.shutdownNow();
        }
    }

    /** A command whose output never ends must fail its test, not stop the suite. */
    private static Result readWithin(Duration patience, InputStream stream, Box box)
            throws IOException, InterruptedException {
        var result = new CompletableFuture<Result>();
        // A box that is gone says nothing more, not even that the connection is over.
        box.exit().thenAccept(exit -> result.completeExceptionally(new IOException("box gone: " + exit.code())));
        Thread.startVirtualThread(() -> {
            try {
                result.complete(read(new DataInputStream(stream)));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(patience.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            stream.close();
            throw new AssertionError("The command did not end within " + patience.toSeconds() + " s", e);
        }
    }

    private static Result read(DataInputStream stream) throws IOException {
        var output = new ByteArrayOutputStream();
        int exitCode = Integer.MIN_VALUE;
        while (true) {
            int flags = stream.readByte();
            JsonNode message = JSON.readTree(stream.readNBytes(stream.readInt()));
            if ((flags & END_OF_STREAM) != 0) {
                if (message.has("error")) {
                    throw new IOException("The command's stream ended with " + message.get("error"));
                }
                return new Result(exitCode, output.toString(StandardCharsets.UTF_8));
            }
            JsonNode event = message.path("event");
            for (String channel : List.of("stdout", "stderr")) {
                output.writeBytes(
                        event.path("data").path(channel).binaryValue() == null
                                ? new byte[0]
                                : event.path("data").path(channel).binaryValue());
            }
            if (event.has("end")) {
                exitCode = event.path("end").path("exitCode").asInt(0);
            }
        }
    }
}
