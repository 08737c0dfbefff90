package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SandboxListTest {

    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static Api api;
    private static final List<String> made = new ArrayList<>();

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, Map.of());
        workers = new ScriptedWorkers(database, replica);
        api = TestTenant.in(replica, database).at(replica);
        for (int number = 0; number < 5; number++) {
            made.add(api.post(
                            "/v2/sandboxes",
                            "{\"templateID\":\"base\",\"metadata\":{\"n\":\"" + number + "\",\"a b\":\"c&d\"}}")
                    .expect(201)
                    .field("sandboxID"));
        }
        TestTenant.in(replica, database)
                .at(replica)
                .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
    }

    @Test
    void showsTheTenantsRunningSandboxesNewestFirst() {
        var reply = api.get("/v2/sandboxes").expect(200);

        assertThat(ids(reply)).containsExactlyElementsOf(made.reversed());
        assertThat(reply.header("X-Total-Running")).contains("5");
        assertThat(reply.header("X-Next-Token")).isEmpty();
        var first = reply.json().get(0);
        assertThat(first.path("state").asText()).isEqualTo("running");
        assertThat(first.path("memoryMB").asInt()).isEqualTo(512);
        assertThat(first.path("metadata").path("a b").asText()).isEqualTo("c&d");
        assertThat(first.has("envdAccessToken")).isFalse();
    }

    @Test
    void servesOlderClients() {
        assertThat(ids(api.get("/sandboxes").expect(200))).containsExactlyElementsOf(made.reversed());
        assertThat(ids(api.get("/sandboxes?metadata=n%3D3").expect(200))).containsExactly(made.get(3));
    }

    @Test
    void walksPagesInBothDirections() {
        assertThat(walk("/v2/sandboxes?limit=2")).containsExactlyElementsOf(made.reversed());
        assertThat(walk("/v2/sandboxes?limit=2&order=asc")).containsExactlyElementsOf(made);
        assertThat(walk("/v2/sandboxes?limit=5")).hasSize(5);
        assertThat(walk("/v2/sandboxes?limit=1")).hasSize(5);
    }

    @Test
    void refusesAPageOfTheOtherOrder() {
        var token = api.get("/v2/sandboxes?limit=2").header("X-Next-Token").orElseThrow();

        api.get("/v2/sandboxes?limit=2&order=asc&nextToken=" + token).expectError(400);
    }

    /** The first form is what E2B's clients were seen to send. */
    @Test
    void filtersByMetadata() {
        assertThat(ids(api.get("/v2/sandboxes?metadata=a%252520b%3Dc%252526d"))).hasSize(5);
        assertThat(ids(api.get("/v2/sandboxes?metadata=a%252520b%3Dc%252526d%26n%3D2")))
                .containsExactly(made.get(2));
        assertThat(ids(api.get("/v2/sandboxes?metadata=n%3D9"))).isEmpty();
    }

    @Test
    void filtersByState() {
        assertThat(ids(api.get("/v2/sandboxes?state=running"))).hasSize(5);
        assertThat(ids(api.get("/v2/sandboxes?state=running,paused"))).hasSize(5);
        assertThat(ids(api.get("/v2/sandboxes?state=paused"))).isEmpty();
    }

    @Test
    void filtersByTemplate() {
        var templateId = api.get("/sandboxes/" + made.getFirst()).field("templateID");

        assertThat(ids(api.get("/v2/sandboxes?template=base"))).hasSize(5);
        assertThat(ids(api.get("/v2/sandboxes?template=" + templateId))).hasSize(5);
        assertThat(ids(api.get("/v2/sandboxes?template=other"))).isEmpty();
    }

    @Test
    void filtersByStartInclusively() {
        var third = api.get("/sandboxes/" + made.get(2)).field("startedAt");

        assertThat(ids(api.get("/v2/sandboxes?startedAfter=" + third)))
                .containsExactly(made.get(4), made.get(3), made.get(2));
    }

    @Test
    void letsBrowsersReadItsHeaders() {
        var reply =
                api.with("Origin", "https://app.example").get("/v2/sandboxes").expect(200);

        assertThat(reply.header("Access-Control-Allow-Origin")).isPresent();
        assertThat(reply.raw()
                        .headers()
                        .allValues("Access-Control-Expose-Headers")
                        .toString())
                .contains("X-Next-Token", "X-Total-Running");
    }

    private static List<String> walk(String path) {
        var all = new ArrayList<String>();
        String page = path;
        while (true) {
            var reply = api.get(page).expect(200);
            all.addAll(ids(reply));
            if (reply.header("X-Next-Token").isEmpty()) {
                return all;
            }
            page = path + "&nextToken=" + reply.header("X-Next-Token").get();
        }
    }

    private static List<String> ids(Reply reply) {
        return StreamSupport.stream(reply.expect(200).json().spliterator(), false)
                .map(sandbox -> sandbox.path("sandboxID").asText())
                .toList();
    }
}
