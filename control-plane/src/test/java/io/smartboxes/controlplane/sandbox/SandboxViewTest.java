package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SandboxViewTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static TestPerson owner;
    private static Api api;
    private static String ended;
    private static String running;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        workers = new ScriptedWorkers(database, replica);
        owner = TestPerson.signUp(issuer, replica, "owner");
        api = owner.at(replica);
        ended = create(api, "{\"templateID\":\"base\",\"metadata\":{\"run\":\"50%_done\"}}");
        api.delete("/sandboxes/" + ended).expect(204);
        var key = api.post("/v1/api-keys", "{\"name\":\"laptop\"}").expect(201).field("key");
        running = create(new Api(replica.url(), Map.of("X-API-KEY", key)), "{\"templateID\":\"base\"}");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void listsWhatRunsAndWhatHasEnded() {
        assertThat(ids("/v1/sandboxes")).containsExactly(running, ended);
        assertThat(ids("/v1/sandboxes?state=running,ended")).containsExactly(running, ended);
        assertThat(ids("/v1/sandboxes?state=running")).containsExactly(running);
        assertThat(ids("/v1/sandboxes?state=ended")).containsExactly(ended);
        api.get("/v1/sandboxes?state=paused").expect(400);
    }

    @Test
    void saysWhoMadeItAndWhyItEnded() {
        var over = api.get("/v1/sandboxes/" + ended).expect(200).json();
        var alive = api.get("/v1/sandboxes/" + running).expect(200).json();

        assertThat(over.path("state").asText()).isEqualTo("TERMINATED");
        assertThat(over.path("wanted").asText()).isEqualTo("TERMINATED");
        assertThat(over.path("cause").path("code").asText()).isEqualTo("api:kill");
        assertThat(over.path("endedAt").asText()).isNotBlank();
        assertThat(over.path("createdBy").path("kind").asText()).isEqualTo("user");
        assertThat(over.path("createdBy").path("id").asText())
                .isEqualTo(owner.id().toString());
        assertThat(alive.has("cause")).isFalse();
        assertThat(alive.path("template").path("name").asText()).isEqualTo("base");
        assertThat(alive.path("createdBy").path("kind").asText()).isEqualTo("api_key");
        assertThat(alive.path("createdBy").path("name").asText()).isEqualTo("laptop");
        assertThat(alive.toString()).doesNotContain("envdAccessToken");
    }

    @Test
    void searches() {
        assertThat(ids("/v1/sandboxes?search=" + ended)).containsExactly(ended);
        assertThat(ids("/v1/sandboxes?search=50%25_DONE")).containsExactly(ended);
        assertThat(ids("/v1/sandboxes?search=%25")).containsExactly(ended);
        assertThat(ids("/v1/sandboxes?search=_done")).containsExactly(ended);
        assertThat(ids("/v1/sandboxes?search=bas")).containsExactly(running, ended);
        assertThat(ids("/v1/sandboxes?search=%27")).isEmpty();
        assertThat(ids("/v1/sandboxes?template=base")).hasSize(2);
        assertThat(ids("/v1/sandboxes?template=none")).isEmpty();
        api.get("/v1/sandboxes?search=" + "x".repeat(201)).expect(400);
        api.get("/v1/sandboxes?search=%00").expect(400);
    }

    @Test
    void findsWhatAKeyMade() {
        String key = api.get("/v1/sandboxes/" + running)
                .json()
                .path("createdBy")
                .path("id")
                .asText();

        assertThat(ids("/v1/sandboxes?apiKey=" + key)).containsExactly(running);
        assertThat(ids("/v1/sandboxes?state=ended&apiKey=" + key)).isEmpty();
        assertThat(ids("/v1/sandboxes?apiKey=key_01h455vb4pex5vsknk084sn02q")).isEmpty();
        api.get("/v1/sandboxes?apiKey=e2b_x").expect(400);
    }

    @Test
    void walksPages() {
        var all = new ArrayList<String>();
        JsonNode page = api.get("/v1/sandboxes?limit=1").expect(200).json();
        all.add(page.path("items").path(0).path("id").asText());
        while (page.has("nextToken")) {
            page = api.get("/v1/sandboxes?limit=1&nextToken="
                            + page.path("nextToken").asText())
                    .expect(200)
                    .json();
            page.path("items").forEach(item -> all.add(item.path("id").asText()));
        }
        assertThat(all).containsExactly(running, ended);
    }

    @Test
    void tellsItsHistory() {
        var history = api.get("/v1/sandboxes/" + ended + "/events").expect(200).json();

        assertThat(history.path("items").findValuesAsText("type"))
                .containsExactly("ended", "end-wanted", "started", "created");
        var page = api.get("/v1/sandboxes/" + ended + "/events?limit=3")
                .expect(200)
                .json();
        assertThat(api.get("/v1/sandboxes/" + ended + "/events?limit=3&nextToken="
                                + page.path("nextToken").asText())
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsText("type"))
                .containsExactly("created");
        assertThat(history.path("items").path(1).path("code").asText()).isEqualTo("api:kill");
        api.get("/v1/sandboxes/sbx01h455vb4pex5vsknk084sn02q/events").expect(404);
    }

    @Test
    void givesAViewerTheViewAndNotTheToken() {
        var viewer = TestPerson.signUp(issuer, replica, "viewer")
                .join(database, replica, owner.personalTenant(), "viewer")
                .at(replica, owner.personalTenant());

        viewer.get("/v1/sandboxes/" + running).expect(200);
        assertThat(viewer.get("/sandboxes/" + running).expect(200).json().has("envdAccessToken"))
                .isFalse();
        assertThat(viewer.post("/v2/sandboxes/" + running + "/connect", "{}")
                        .expectError(403)
                        .field("error_code"))
                .isEqualTo("role_forbids");
        viewer.delete("/sandboxes/" + running).expectError(403);
    }

    private static String create(Api caller, String body) {
        return caller.post("/v2/sandboxes", body).expect(201).field("sandboxID");
    }

    private static List<String> ids(String path) {
        var found = new ArrayList<String>();
        api.get(path)
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> found.add(item.path("id").asText()));
        return found;
    }
}
