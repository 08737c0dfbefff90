package io.smartboxes.controlplane.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What narrows a key: scopes, a time, addresses. */
class KeyTermsTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static TestReplica behindProxy;
    private static Api owner;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.replica-id", "behind-proxy");
        settings.put("smartboxes.proxies.trusted", "127.0.0.0/8,::1");
        behindProxy = TestReplica.withoutLink(database, settings);
        owner = TestPerson.signUp(issuer, replica, "owner").at(replica);
    }

    @AfterAll
    static void stop() {
        behindProxy.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void lastNinetyDaysUnlessSaidOtherwise() {
        var usual = make("{\"name\":\"usual\"}");
        var endless = make("{\"name\":\"endless\",\"neverExpires\":true}");

        assertThat(Instant.parse(usual.field("expiresAt")))
                .isEqualTo(Instant.parse(usual.field("createdAt")).plus(90, ChronoUnit.DAYS));
        assertThat(usual.json().path("scopes").toString()).isEqualTo("[\"*\"]");
        assertThat(endless.json().has("expiresAt")).isFalse();
        assertThat(TestTenant.in(replica, database)
                        .at(replica)
                        .get("/v1/api-keys")
                        .json()
                        .path("keys")
                        .path(0)
                        .has("expiresAt"))
                .as("a key that came with the installation")
                .isFalse();
    }

    @Test
    void endWithAReasonOfTheirOwn() {
        var soon = Clock.systemUTC().instant().plus(Duration.ofMillis(1500));
        var made = make("{\"name\":\"soon\",\"expiresAt\":\"" + soon + "\"}");
        var caller = caller(replica, made);
        caller.get("/v2/sandboxes").expect(200);

        Waiting.until(() -> caller.get("/v2/sandboxes").status() == 401);

        assertThat(caller.get("/v2/sandboxes").expectError(401).field("error_code"))
                .isEqualTo("api_key_expired");
        assertThat(caller.get("/v1/api-keys").expect(401).field("type")).isEqualTo("/problems/api_key_expired");
        owner.post("/v1/api-keys/" + made.field("id") + "/rotate", "{}").expect(404);
    }

    @Test
    void narrowToScopesByName() {
        var reader = caller(replica, make("{\"name\":\"r\",\"scopes\":[\"sandboxes:read\"]}"));

        reader.get("/v2/sandboxes").expect(200);
        var refused = reader.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expectError(403);
        assertThat(refused.field("error_code")).isEqualTo("scope_missing");
        assertThat(refused.field("message")).contains("sandboxes:write");
        assertThat(reader.get("/v1/api-keys").expect(403).field("detail")).contains("scope keys");
    }

    @Test
    void holdForTheRealAddressOnly() {
        var here = make("{\"name\":\"here\",\"addresses\":[\"127.0.0.0/8\",\"::1\"]}");
        var elsewhere = make("{\"name\":\"elsewhere\",\"addresses\":[\"203.0.113.0/24\",\"2001:db8::/32\"]}");

        caller(replica, here).get("/v2/sandboxes").expect(200);
        var refused = caller(replica, elsewhere).get("/v2/sandboxes").expectError(403);
        assertThat(refused.field("error_code")).isEqualTo("address_not_allowed");
        assertThat(refused.field("message")).contains("127.0.0.1");
        caller(replica, elsewhere)
                .with("X-Forwarded-For", "203.0.113.9")
                .get("/v2/sandboxes")
                .expectError(403);
        caller(behindProxy, elsewhere)
                .with("X-Forwarded-For", "203.0.113.9")
                .get("/v2/sandboxes")
                .expect(200);
        caller(behindProxy, elsewhere)
                .with("X-Forwarded-For", "203.0.113.9, 198.51.100.1")
                .get("/v2/sandboxes")
                .expectError(403);
        caller(behindProxy, here)
                .with("X-Forwarded-For", "203.0.113.9")
                .get("/v2/sandboxes")
                .expectError(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"scopes\":[\"sandboxes:all\"]|sandboxes:exec",
                "\"scopes\":[]|scopes is empty",
                "\"scopes\":[null]|is no scope",
                "\"scopes\":[\"*\",\"keys\"]|is no scope",
                "\"addresses\":[\"10.0.0.1/8\"]|10.0.0.0/8",
                "\"addresses\":[\"localhost\"]|no IP address",
                "\"addresses\":[null]|no IP address",
                "\"sandboxesMax\":0|from 1",
                "\"sandboxesMax\":-1|from 1",
                "\"expiresAt\":\"2001-01-01T00:00:00Z\"|after now",
                "\"expiresAt\":\"2999-01-01T00:00:00Z\"|3653 days",
                "\"expiresAt\":\"2999-01-01T00:00:00Z\",\"neverExpires\":true|contradict",
                "\"expiresAt\":\"soon\"|soon",
            })
    void areRefusedWithAReason(String field, String reason) {
        assertThat(owner.post("/v1/api-keys", "{\"name\":\"x\"," + field + "}")
                        .expect(400)
                        .field("detail"))
                .contains(reason);
    }

    @Test
    void areCheckedAllAtOnce() {
        assertThat(owner.post("/v1/api-keys", "{\"scopes\":[\"x\"],\"addresses\":[\"y\"],\"sandboxesMax\":0}")
                        .expect(400)
                        .field("detail"))
                .contains("name is missing", "\"x\"", "\"y\"", "sandboxesMax");
        String many = "\"10.0.0.1\",".repeat(50) + "\"10.0.0.1\"";
        assertThat(owner.post("/v1/api-keys", "{\"name\":\"x\",\"addresses\":[" + many + "]}")
                        .expect(400)
                        .field("detail"))
                .contains("51", "50");
    }

    @Test
    void areHandedOnAndNeverWidened() {
        var parent = make("{\"name\":\"parent\",\"scopes\":[\"keys\",\"sandboxes:read\"],"
                + "\"addresses\":[\"127.0.0.0/8\"],\"expiresAt\":\""
                + Clock.systemUTC().instant().plus(10, ChronoUnit.DAYS) + "\"}");
        var key = caller(replica, parent);

        var child = key.post("/v1/api-keys", "{\"name\":\"child\"}").expect(201);
        assertThat(child.json().path("scopes")).isEqualTo(parent.json().path("scopes"));
        assertThat(child.json().path("addresses")).isEqualTo(parent.json().path("addresses"));
        assertThat(child.field("expiresAt")).isEqualTo(parent.field("expiresAt"));
        key.post("/v1/api-keys", "{\"name\":\"c\",\"scopes\":[\"keys\"],\"addresses\":[\"127.0.0.1\"]}")
                .expect(201);
        assertThat(key.post("/v1/api-keys", "{\"name\":\"c\",\"scopes\":[\"sandboxes:write\"]}")
                        .expect(403)
                        .field("type"))
                .isEqualTo("/problems/scope_missing");
        key.post("/v1/api-keys", "{\"name\":\"c\",\"scopes\":[\"*\"]}").expect(403);
        key.post("/v1/api-keys", "{\"name\":\"c\",\"addresses\":[]}").expect(400);
        key.post("/v1/api-keys", "{\"name\":\"c\",\"addresses\":[\"0.0.0.0/0\"]}")
                .expect(400);
        key.post("/v1/api-keys", "{\"name\":\"c\",\"neverExpires\":true}").expect(400);
        var limited = caller(replica, make("{\"name\":\"l\",\"sandboxesMax\":2}"));
        assertThat(limited.post("/v1/api-keys", "{\"name\":\"c\"}").expect(400).field("detail"))
                .contains("2 sandboxes");
    }

    private static Reply make(String body) {
        return owner.post("/v1/api-keys", body).expect(201);
    }

    private static Api caller(TestReplica replica, Reply made) {
        return new Api(replica.url(), Map.of("X-API-KEY", made.field("key")));
    }
}
