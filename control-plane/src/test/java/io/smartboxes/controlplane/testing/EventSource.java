package io.smartboxes.controlplane.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reader of a stream of server-sent events. */
public final class EventSource implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final InputStream body;

    /** Opens it; fails unless it is answered with 200. */
    public EventSource(Api caller, String path) {
        var request = HttpRequest.newBuilder(caller.base().resolve(path));
        caller.headers().forEach(request::header);
        try {
            var reply = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            if (reply.statusCode() != 200) {
                throw new AssertionError(
                        reply.statusCode() + " " + new String(reply.body().readAllBytes(), StandardCharsets.UTF_8));
            }
            body = reply.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
        Thread.ofVirtual().name("event-source").start(this::read);
    }

    /** One event; a comment is one without a name. */
    public record Event(String name, String id, String data) {}

    /** The next event, comments left out. */
    public Event next() {
        while (true) {
            var event = any();
            if (!event.name().isEmpty()) {
                return event;
            }
        }
    }

    /** The next event or comment. */
    public Event any() {
        try {
            var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError("no event came");
            }
            return event;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** What has come and was not taken. */
    public int waiting() {
        return events.size();
    }

    /** Whether the server has ended it; waits for that. */
    public boolean awaitEnd() throws InterruptedException {
        return ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "";
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    events.add(new Event(name, id, data));
                    name = "";
                    id = "";
                    data = "";
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("data: ")) {
                    data = line.substring("data: ".length());
                } else if (!line.startsWith(":")) {
                    events.add(new Event("unexpected: " + line, id, data));
                }
            }
        } catch (IOException closed) {
            // by us, or by the server: either way it is over
        } finally {
            ended.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
