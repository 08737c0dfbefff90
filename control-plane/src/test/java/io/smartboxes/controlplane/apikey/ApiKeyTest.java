package io.smartboxes.controlplane.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static TestDatabase database;
    private static TestReplica replica;
    private static TestReplica otherReplica;
    private static Api api;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, Map.of());
        otherReplica = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "other"));
        api = TestTenant.in(replica, database).at(replica);
    }

    @AfterAll
    static void stop() {
        otherReplica.close();
        replica.close();
        database.close();
    }

    @Test
    void issuesAKeyThatIsShownOnce() {
        var made = api.post("/v1/api-keys", "{\"name\":\"laptop\"}").expect(201);

        String key = made.field("key");
        assertThat(key).matches("e2b_[0-9a-f]{40}");
        assertThat(made.field("mask")).isEqualTo(key.substring(0, 8) + "..." + key.substring(40));
        caller(replica, key).get("/v2/sandboxes").expect(200);
        assertThat(api.get("/v1/api-keys").expect(200).text())
                .contains(made.field("id"))
                .doesNotContain(key);
        assertThat(database.rows("select * from api_key").toString()).doesNotContain(key);
    }

    @Test
    void refusesARevokedKeyOnEveryReplica() {
        var made = api.post("/v1/api-keys", "{\"name\":\"stolen\"}").expect(201);
        var here = caller(replica, made.field("key"));
        var there = caller(otherReplica, made.field("key"));
        here.get("/v2/sandboxes").expect(200);
        there.get("/v2/sandboxes").expect(200);

        api.delete("/v1/api-keys/" + made.field("id")).expect(204);

        here.get("/v2/sandboxes").expectError(401);
        Waiting.until(() -> there.get("/v2/sandboxes").status() == 401);
        api.delete("/v1/api-keys/" + made.field("id")).expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e2b_",
                "secret",
                "e2b_0000000000000000000000000000000000000000",
                "E2B_00000000000000000000000000000000190a55ad",
                "sk_e2b_00000000000000000000000000000000190a55ad",
                "e2b_00000000000000000000000000000000190a55ad0",
            })
    void saysWhatACredentialLooksLike(String credential) {
        var refused = caller(replica, credential).get("/v2/sandboxes").expectError(401);

        assertThat(refused.field("message")).contains("X-API-KEY", "e2b_");
    }

    @Test
    void refusesAWellFormedKeyThatNobodyHas() {
        caller(replica, KeySecret.random().text()).get("/v2/sandboxes").expectError(401);
        new Api(replica.url(), Map.of()).get("/v2/sandboxes").expectError(401);
        assertThat(new Api(replica.url(), Map.of())
                        .get("/v1/api-keys")
                        .expect(401)
                        .field("type"))
                .isEqualTo("/problems/unauthenticated");
    }

    @Test
    void checksNames() {
        api.post("/v1/api-keys", "{\"name\":\"\"}").expect(400);
        api.post("/v1/api-keys", "{}").expect(400);
        var refused = api.post("/v1/api-keys", "{\"name\":\"" + "x".repeat(101) + "\"}")
                .expect(400);
        assertThat(refused.header("Content-Type")).get().asString().startsWith("application/problem+json");
        assertThat(refused.field("detail")).contains("101", "100");
        assertThat(refused.field("instance")).startsWith("req_");
    }

    @Test
    void listsPageByPage() {
        var owner = TestTenant.in(replica, database).at(replica);
        for (int number = 0; number < 4; number++) {
            owner.post("/v1/api-keys", "{\"name\":\"" + number + "\"}").expect(201);
        }

        var first = owner.get("/v1/api-keys?limit=3").expect(200);
        var second = owner.get("/v1/api-keys?limit=3&nextToken=" + first.field("nextToken"))
                .expect(200);

        assertThat(first.json().path("keys")).hasSize(3);
        assertThat(second.json().path("keys")).hasSize(2);
        assertThat(second.json().has("nextToken")).isFalse();
    }

    private static Api caller(TestReplica replica, String key) {
        return new Api(replica.url(), Map.of("X-API-KEY", key));
    }
}
