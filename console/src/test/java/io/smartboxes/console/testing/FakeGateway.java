package io.smartboxes.console.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smartboxes.console.client.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The gateway and the files of one sandbox behind it, as far as the console uses them. */
public final class FakeGateway implements AutoCloseable {

    public static final String TOKEN = "the-holders-token";

    /** A file whose bytes never end. */
    public static final String ENDLESS = "/endless";

    /** Whatever is written below is not read. */
    public static final String STALLED = "/stalled";

    private static final byte[] BLOCK = new byte[64 * 1024];

    private final HttpServer server;
    private final NavigableMap<String, Thing> things = new ConcurrentSkipListMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong flooded = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile FakeApi.@Nullable Answer instead;

    /** @param target of a link, else null; of a folder bytes are null, too */
    private record Thing(byte @Nullable [] bytes, @Nullable String target) {

        boolean isFolder() {
            return bytes == null && target == null;
        }
    }

    private FakeGateway(HttpServer server) {
        this.server = server;
    }

    public static FakeGateway start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var gateway = new FakeGateway(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", gateway::serve);
        server.start();
        return gateway.folder("/").folder("/home").folder("/home/user");
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public FakeGateway folder(String path) {
        things.put(path, new Thing(null, null));
        return this;
    }

    public FakeGateway file(String path, byte[] bytes) {
        things.put(path, new Thing(bytes, null));
        return this;
    }

    public FakeGateway file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public FakeGateway link(String path, String target) {
        things.put(path, new Thing(null, target));
        return this;
    }

    /** Null if there is none. */
    public byte @Nullable [] bytes(String path) {
        var thing = things.get(path);
        return thing == null ? null : thing.bytes();
    }

    public List<String> paths() {
        return List.copyOf(things.keySet());
    }

    /** What was asked, as "METHOD target". */
    public List<String> calls() {
        return calls;
    }

    /** How many bytes of endless files have been written. */
    public long flooded() {
        return flooded.get();
    }

    /** Answers this, whatever is asked; null to be itself again. */
    public void answer(FakeApi.@Nullable Answer fixed) {
        instead = fixed;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            var fixed = instead;
            calls.add(exchange.getRequestMethod() + " " + uri.getPath());
            if (fixed != null) {
                answer(exchange, fixed.status(), fixed.json());
            } else if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Access-Token"))
                    || exchange.getRequestHeaders().getFirst("E2b-Sandbox-Id") == null) {
                answer(exchange, 401, "{\"code\": 401, \"message\": \"unauthorized access\"}");
            } else if (uri.getPath().equals("/files")) {
                String path = FakeProvider.form(uri.getRawQuery()).get("path");
                if (exchange.getRequestMethod().equals("GET")) {
                    read(exchange, path);
                } else {
                    write(exchange, path);
                }
            } else {
                var message = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
                String method = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
                answer(exchange, call(method, message));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private FakeApi.Answer call(String method, JsonNode message) {
        String path = message.path("path").asString("");
        return switch (method) {
            case "Stat" -> stat(path.equals(".") ? "/home/user" : path);
            case "ListDir" -> list(path);
            case "MakeDir" ->
                things.putIfAbsent(path, new Thing(null, null)) == null
                        ? ok(Map.of())
                        : said(409, "already_exists", "directory '" + path + "' already exists");
            case "Move" ->
                move(
                        message.path("source").asString(""),
                        message.path("destination").asString(""));
            case "Remove" -> {
                things.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + "/"));
                yield ok(Map.of());
            }
            default -> said(404, "unimplemented", method);
        };
    }

    private FakeApi.Answer stat(String path) {
        var thing = things.get(path);
        return thing == null ? missing(path) : ok(Map.of("entry", entry(path, thing)));
    }

    private FakeApi.Answer list(String path) {
        var thing = things.get(path);
        if (thing == null) {
            return missing(path);
        }
        if (!thing.isFolder()) {
            return said(400, "invalid_argument", "path '" + path + "' is not a directory");
        }
        String prefix = path.equals("/") ? "/" : path + "/";
        var entries = things.tailMap(prefix, false).entrySet().stream()
                .takeWhile(each -> each.getKey().startsWith(prefix))
                .filter(each -> each.getKey().indexOf('/', prefix.length()) < 0)
                .map(each -> entry(each.getKey(), each.getValue()))
                .toList();
        return ok(entries.isEmpty() ? Map.of() : Map.of("entries", entries));
    }

    private FakeApi.Answer move(String source, String destination) {
        var target = things.get(destination);
        if (target != null && target.isFolder()) {
            return said(409, "already_exists", "path '" + destination + "' already exists");
        }
        var thing = things.remove(source);
        if (thing == null) {
            return missing(source);
        }
        things.put(destination, thing);
        return ok(Map.of());
    }

    private static Map<String, Object> entry(String path, Thing thing) {
        var common = Map.<String, Object>of(
                "name",
                path.substring(path.lastIndexOf('/') + 1),
                "path",
                path,
                "size",
                Integer.toString(thing.bytes() == null ? 0 : thing.bytes().length),
                "mode",
                420,
                "permissions",
                "-rw-r--r--",
                "owner",
                "user",
                "group",
                "user",
                "modifiedTime",
                "2026-01-01T00:00:00.5Z");
        var entry = new java.util.HashMap<>(common);
        if (thing.target() != null) {
            entry.put("isSymlink", true);
            entry.put("symlinkTarget", thing.target());
        }
        entry.put("metadata", Map.of("a", "b"));
        entry.put("type", thing.isFolder() ? "FILE_TYPE_DIRECTORY" : "FILE_TYPE_FILE");
        return entry;
    }

    private void read(HttpExchange exchange, String path) throws IOException {
        if (path.equals(ENDLESS)) {
            flood(exchange);
            return;
        }
        var thing = things.get(path);
        if (thing == null || thing.bytes() == null) {
            answer(exchange, 404, "{\"code\": 404, \"message\": \"path does not exist\"}");
            return;
        }
        byte[] bytes = thing.bytes();
        String range = exchange.getRequestHeaders().getFirst("Range");
        int length = range == null
                ? bytes.length
                : Math.min(bytes.length, Integer.parseInt(range.substring("bytes=0-".length())) + 1);
        exchange.getResponseHeaders().add("Content-Disposition", "inline; filename=x.html");
        exchange.sendResponseHeaders(range == null ? 200 : 206, length == 0 ? -1 : length);
        exchange.getResponseBody().write(bytes, 0, length);
    }

    private void flood(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (closing.getCount() > 0) {
            exchange.getResponseBody().write(BLOCK);
            flooded.addAndGet(BLOCK.length);
        }
    }

    /** As the guest does it: a new file that does not come whole is removed. */
    private void write(HttpExchange exchange, String path) throws IOException, InterruptedException {
        if (path.startsWith(STALLED)) {
            closing.await();
            return;
        }
        things.put(path, new Thing(new byte[0], null));
        try {
            file(path, exchange.getRequestBody().readAllBytes());
        } catch (IOException broken) {
            things.remove(path);
            throw broken;
        }
        answer(exchange, 200, "[]");
    }

    private static FakeApi.Answer ok(Object value) {
        return new FakeApi.Answer(200, Json.MAPPER.writeValueAsString(value));
    }

    private static FakeApi.Answer missing(String path) {
        return said(404, "not_found", "path '" + path + "' does not exist");
    }

    private static FakeApi.Answer said(int status, String code, String message) {
        return new FakeApi.Answer(status, Json.MAPPER.writeValueAsString(Map.of("code", code, "message", message)));
    }

    private static void answer(HttpExchange exchange, FakeApi.Answer answer) throws IOException {
        answer(exchange, answer.status(), answer.json());
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
