package io.smartboxes.controlplane.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRotationTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static TestReplica otherReplica;
    private static TestPerson person;
    private static Api owner;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        otherReplica = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "other"));
        person = TestPerson.signUp(issuer, replica, "owner");
        owner = person.at(replica);
    }

    @AfterAll
    static void stop() {
        otherReplica.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void handsEverythingOn() {
        var old = make(
                "{\"name\":\"job\",\"scopes\":[\"sandboxes:read\"],\"addresses\":[\"127.0.0.1\"],\"sandboxesMax\":3}");

        var fresh = rotate(owner, old, "1h").expect(201);

        assertThat(fresh.field("key")).matches("e2b_[0-9a-f]{40}").isNotEqualTo(old.field("key"));
        for (String field : new String[] {"name", "scopes", "addresses", "sandboxesMax"}) {
            assertThat(fresh.json().path(field)).as(field).isEqualTo(old.json().path(field));
        }
        assertThat(fresh.field("replaces")).isEqualTo(old.field("id"));
        assertThat(Instant.parse(fresh.field("expiresAt")))
                .isCloseTo(Instant.parse(old.field("expiresAt")), within(1, ChronoUnit.MINUTES));
        assertThat(listed(fresh).path("madeBy").asText()).isEqualTo(person.id().toString());
        caller(replica, old).get("/v2/sandboxes").expect(200);
        caller(otherReplica, fresh).get("/v2/sandboxes").expect(200);
        assertThat(owner.get("/v1/api-keys").text()).doesNotContain(fresh.field("key"));
    }

    @ParameterizedTest
    @CsvSource({"1h, 1", "24h, 24", ", 24", "7d, 168", "30d, 720"})
    void letsTheOldOneEndAfterTheOverlap(String overlap, int hours) {
        var old = make("{\"name\":\"job\",\"neverExpires\":true}");

        var fresh = rotate(owner, old, overlap).expect(201);

        assertThat(Instant.parse(listed(old).path("expiresAt").asText()))
                .isCloseTo(Clock.systemUTC().instant().plus(Duration.ofHours(hours)), within(1, ChronoUnit.MINUTES));
        assertThat(fresh.json().has("expiresAt")).isFalse();
    }

    @Test
    void neverProlongsTheOldOne() {
        var soon = Clock.systemUTC().instant().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        var old = make("{\"name\":\"job\",\"expiresAt\":\"" + soon + "\"}");

        rotate(owner, old, "30d").expect(201);

        assertThat(Instant.parse(listed(old).path("expiresAt").asText())).isEqualTo(soon);
    }

    @Test
    void refusesTheOldOneEverywhereWithoutAnOverlap() {
        var old = make("{\"name\":\"stolen\"}");
        caller(replica, old).get("/v2/sandboxes").expect(200);
        caller(otherReplica, old).get("/v2/sandboxes").expect(200);

        var fresh = rotate(owner, old, "0").expect(201);

        caller(replica, old).get("/v2/sandboxes").expectError(401);
        Waiting.until(() -> caller(otherReplica, old).get("/v2/sandboxes").status() == 401);
        caller(replica, fresh).get("/v2/sandboxes").expect(200);
    }

    @Test
    void happensOncePerKey() {
        var old = make("{\"name\":\"job\"}");
        var fresh = rotate(owner, old, "1h").expect(201);

        assertThat(rotate(owner, old, "1h").expect(409).field("detail")).contains(fresh.field("id"));
        rotate(owner, fresh, "1h").expect(201);
        rotate(owner, make("{\"name\":\"job\"}"), "2h").expect(400);
    }

    @Test
    void givesNobodyMoreThanTheyHave() {
        var wide = make("{\"name\":\"wide\"}");
        var narrow = make("{\"name\":\"narrow\",\"scopes\":[\"keys\"]}");
        var developer = TestPerson.signUp(issuer, replica, "developer")
                .join(database, replica, person.personalTenant(), "developer")
                .at(replica, person.personalTenant());

        assertThat(rotate(caller(replica, narrow), wide, "1h").expect(403).field("type"))
                .isEqualTo("/problems/scope_missing");
        rotate(developer, wide, "1h").expect(404);
        rotate(caller(replica, narrow), narrow, "1h").expect(201);
        rotate(caller(replica, wide), wide, "1h").expect(201);
    }

    private static Reply make(String body) {
        return owner.post("/v1/api-keys", body).expect(201);
    }

    private static Reply rotate(Api caller, Reply key, String overlap) {
        return caller.post(
                "/v1/api-keys/" + key.field("id") + "/rotate",
                overlap == null ? "{}" : "{\"overlap\":\"" + overlap + "\"}");
    }

    private static JsonNode listed(Reply key) {
        return StreamSupport.stream(
                        owner.get("/v1/api-keys").json().path("keys").spliterator(), false)
                .filter(one -> one.path("id").asText().equals(key.field("id")))
                .findFirst()
                .orElseThrow();
    }

    private static Api caller(TestReplica replica, Reply made) {
        return new Api(replica.url(), Map.of("X-API-KEY", made.field("key")));
    }
}
