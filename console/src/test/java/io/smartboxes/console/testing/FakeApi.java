package io.smartboxes.console.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxHistory;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.api.v1.Tenant;
import io.smartboxes.console.client.Json;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The public API, as far as the console uses it, over lists that a test fills. */
public final class FakeApi implements AutoCloseable {

    private static final String TENANT = TenantId.next(InstantSource.system()).toString();

    private static final String BROKEN = "broken";

    private final HttpServer server;
    private final List<Sandbox> sandboxes = new CopyOnWriteArrayList<>();
    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, String> lists = new ConcurrentHashMap<>();
    private volatile String role = "owner";
    private volatile @Nullable Answer instead;

    /** What somebody asked. */
    public record Call(String method, String path, Map<String, List<String>> headers, String body) {

        public @Nullable String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A fixed answer to everything. */
    public record Answer(int status, String json) {}

    private FakeApi(HttpServer server) {
        this.server = server;
    }

    public static FakeApi start() throws IOException {
        return start(0);
    }

    public static FakeApi start(int port) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var api = new FakeApi(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", api::serve);
        server.start();
        return api;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public String tenant() {
        return TENANT;
    }

    public List<Call> calls() {
        return calls;
    }

    public void role(String of) {
        role = of;
    }

    /** Answers this, whatever is asked; null to be itself again. */
    public void answer(@Nullable Answer fixed) {
        instead = fixed;
    }

    /** Answers this at that path, whoever asks. */
    public void answer(String path, String json) {
        lists.put(path, json);
    }

    /** Newest first, as the API lists them. */
    public List<Sandbox> sandboxes() {
        return sandboxes;
    }

    /** Tells every open stream. */
    public void tell(String event, String json) {
        streams.forEach(stream -> stream.add("event: " + event + "\nid: 1-1\ndata: " + json + "\n\n"));
    }

    public void tell(Sandbox sandbox) {
        tell("sandbox", Json.MAPPER.writeValueAsString(sandbox));
    }

    /** Ends every open stream, as a restart would. */
    public void breakStreams() {
        var open = List.copyOf(streams);
        streams.clear();
        open.forEach(stream -> stream.add(BROKEN));
    }

    public int streams() {
        return streams.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    public static Sandbox sandbox(String state, Instant created, @Nullable String cause, Map<String, String> metadata) {
        boolean over = cause != null;
        return new Sandbox(
                SandboxId.next(() -> created).toString(),
                new Sandbox.SandboxTemplate("tpl_01h455vb4pex5vsknk084sn02q", "base"),
                state,
                over ? "TERMINATED" : "RUNNING",
                2,
                512,
                10_240,
                metadata,
                created,
                created.plusMillis(120),
                created.plusSeconds(900),
                over ? created.plusSeconds(600) : null,
                over ? new Sandbox.Cause("timeout", cause) : null,
                new Sandbox.Creator("api_key", "key_01h455vb4pex5vsknk084sn02q", "Get started"),
                null);
    }

    private void serve(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        calls.add(new Call(
                exchange.getRequestMethod(),
                uri.toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        var fixed = instead;
        if (fixed != null) {
            answer(exchange, fixed.status(), fixed.json());
            return;
        }
        String path = uri.getPath();
        String list = lists.get(path);
        if (list != null) {
            answer(exchange, 200, list);
        } else if (path.equals("/v1/events")) {
            stream(exchange);
        } else if (path.equals("/v1/me")) {
            answer(exchange, 200, Json.MAPPER.writeValueAsString(me()));
        } else if (path.equals("/v1/api-keys") && exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 201, """
                {"id": "key_01h455vb4pex5vsknk084sn02q", "name": "Get started", "mask": "e2b_0123...cdef", "scopes": ["*"], "addresses": [],
                 "createdAt": "2026-01-01T00:00:00Z", "key": "e2b_0123456789abcdef0123456789abcdef01234567"}\
                """);
        } else if (path.equals("/v1/sandboxes")) {
            answer(exchange, 200, Json.MAPPER.writeValueAsString(page(FakeProvider.form(uri.getRawQuery()))));
        } else if (path.startsWith("/v1/sandboxes/") && path.endsWith("/events")) {
            answer(exchange, 200, Json.MAPPER.writeValueAsString(history()));
        } else if (path.startsWith("/v1/sandboxes/")) {
            one(exchange, path.substring("/v1/sandboxes/".length()));
        } else if (path.startsWith("/v2/sandboxes/")
                && path.endsWith("/connect")
                && TENANT.equals(exchange.getRequestHeaders().getFirst("Smartboxes-Tenant"))) {
            answer(exchange, role.equals("viewer") ? 403 : 200, opened());
        } else if (exchange.getRequestMethod().equals("DELETE")) {
            answer(exchange, 204, "");
        } else {
            missing(exchange);
        }
    }

    private String opened() {
        return role.equals("viewer") ? """
                {"code": 403, "message": "Your role in this tenant is viewer.", "error_code": "role_forbids"}\
                """ : """
                {"templateID": "base", "sandboxID": "x", "clientID": "smartboxes", "alias": "base", "envdVersion": "0.6.13",
                 "envdAccessToken": "%s"}\
                """.formatted(FakeGateway.TOKEN);
    }

    private Me me() {
        var tenant = new Tenant(TENANT, "Ada's boxes", true, Instant.EPOCH);
        var other = new Tenant(
                "tnt_01h455vb4pex5vsknk084sn02q", "Analytical Engines, Mills and Difference", false, Instant.EPOCH);
        return new Me(
                new Me.User("usr_01h455vb4pex5vsknk084sn02q", "ada@example.com", "Ada Lovelace", Instant.EPOCH),
                List.of(new Me.Membership(tenant, role), new Me.Membership(other, "viewer")),
                new Me.CurrentSession("ses_01h455vb4pex5vsknk084sn02q"));
    }

    private SandboxList page(Map<String, String> query) {
        int from = query.containsKey("nextToken") ? Integer.parseInt(query.get("nextToken")) : 0;
        int limit = Integer.parseInt(query.getOrDefault("limit", "100"));
        var fitting = sandboxes.stream()
                .filter(sandbox -> !query.containsKey("state")
                        || query.get("state").equals("running") == (sandbox.endedAt() == null))
                .filter(sandbox ->
                        !query.containsKey("search") || sandbox.toString().contains(query.get("search")))
                .toList();
        int to = Math.min(fitting.size(), from + limit);
        return new SandboxList(
                new ArrayList<>(fitting.subList(Math.min(from, to), to)),
                to < fitting.size() ? Integer.toString(to) : null);
    }

    private static SandboxHistory history() {
        return new SandboxHistory(
                List.of(
                        new SandboxHistory.Event(
                                "evt_01h455vb4pex5vsknk084sn02r", Instant.now(), "started", null, null),
                        new SandboxHistory.Event(
                                "evt_01h455vb4pex5vsknk084sn02q",
                                Instant.now().minusSeconds(1),
                                "created",
                                null,
                                null)),
                null);
    }

    private void one(HttpExchange exchange, String id) throws IOException {
        var found = sandboxes.stream().filter(each -> each.id().equals(id)).findFirst();
        if (found.isPresent()) {
            answer(exchange, 200, Json.MAPPER.writeValueAsString(found.get()));
        } else {
            missing(exchange);
        }
    }

    private static void missing(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                404,
                Json.MAPPER.writeValueAsString(new Problem(
                        "/problems/not_found",
                        "There is nothing at this address",
                        404,
                        "There is no such thing.",
                        "req_1",
                        "not_found",
                        null,
                        null,
                        null,
                        null,
                        null)));
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var queue = new LinkedBlockingQueue<String>();
        queue.add("event: ready\nid: 0-0\ndata: {}\n\n");
        streams.add(queue);
        try (var body = exchange.getResponseBody()) {
            while (true) {
                String next = queue.poll(1, TimeUnit.SECONDS);
                if (BROKEN.equals(next)) {
                    return;
                }
                body.write((next == null ? ":\n\n" : next).getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        } catch (IOException | InterruptedException gone) {
            streams.remove(queue);
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", status < 400 ? "application/json" : "application/problem+json");
        exchange.getResponseHeaders().add("X-Request-Id", "req_01h455vb4pex5vsknk084sn02q");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
