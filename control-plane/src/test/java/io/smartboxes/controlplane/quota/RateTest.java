package io.smartboxes.controlplane.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slow rates, so that no test takes longer than a bucket needs to fill. */
class RateTest {

    private static final String BASE = "{\"templateID\":\"base\"}";

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica first;
    private static TestReplica second;
    private static ScriptedWorkers workers;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        issuer = new OidcIssuer();
        first = replica("first", Map.of());
        second = replica("second", Map.of());
        workers = new ScriptedWorkers(database, first);
        database.update("insert into plan (code, name) values ('slow', 'Slow')");
        database.update("""
                insert into plan_limit (plan, resource, max, per_seconds, burst) values
                    ('slow', 'creations', 3, 3600, 3), ('slow', 'api_requests', 20, 3600, 20)
                """);
    }

    private static TestReplica replica(String id, Map<String, Object> settings) {
        var all = new HashMap<>(issuer.settings());
        all.put("smartboxes.replica-id", id);
        all.putAll(settings);
        return TestReplica.withoutLink(database, all);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        second.close();
        first.close();
        database.close();
        issuer.close();
    }

    @Test
    void countsCreationsOfAllReplicasTogether() {
        var tenant = tenant("slow");

        var replies = IntStream.range(0, 6)
                .mapToObj(number -> tenant.at(number % 2 == 0 ? first : second).post("/v2/sandboxes", BASE))
                .toList();

        assertThat(replies).extracting(Reply::status).containsExactly(201, 201, 201, 429, 429, 429);
        var refused = replies.getLast().expectError(429);
        assertThat(refused.field("error_code")).isEqualTo("rate_limited");
        assertThat(refused.field("message")).contains("3 sandboxes created in 3600 s", "Try again in");
        assertThat(refused.header("Should-Retry")).contains("true");
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow()))
                .isBetween(1100, 1200);
        assertThat(refused.header("RateLimit-Policy").orElseThrow()).contains("\"create\";q=3;w=3600");
        assertThat(refused.header("RateLimit").orElseThrow()).containsPattern("\"create\";r=0;t=1[12]\\d\\d");
        assertThat(replies.getFirst().header("RateLimit").orElseThrow()).contains("\"create\";r=2;t=");
    }

    @Test
    void countsRequestsOfACallerAndOfItsTenant() {
        var tenant = tenant("slow");
        var other = tenant.anotherKey(first);

        var mine = statuses(tenant.at(first), "/v1/limits", 11);
        var others = statuses(new Api(first.url(), Map.of("X-API-KEY", other)), "/v1/limits", 11);

        assertThat(mine.subList(0, 10)).as("a caller has half").containsOnly(200);
        assertThat(mine.getLast()).isEqualTo(429);
        assertThat(others.subList(0, 10)).as("and the others the rest").containsOnly(200);
        assertThat(others.getLast()).isEqualTo(429);
        var refused = tenant.at(first).get("/v1/limits").expect(429);
        assertThat(refused.json().path("code").asText()).isEqualTo("rate_limited");
        assertThat(refused.json().path("resource").asText()).isEqualTo("api_requests");
        assertThat(refused.json().path("limit").asLong()).isEqualTo(10);
        assertThat(refused.json().has("resetAt")).isTrue();
    }

    @Test
    void followsTheLimitThatHoldsNow() {
        var tenant = tenant("slow");
        for (int made = 0; made < 3; made++) {
            tenant.at(first).post("/v2/sandboxes", BASE).expect(201);
        }
        tenant.at(first).post("/v2/sandboxes", BASE).expectError(429);

        first.bean(LimitOverrides.class)
                .set(
                        tenant.id(),
                        new LimitOverrides.Order(LimitedResource.CREATIONS, 1_000_000L, "a test", "the tests", null));

        // A greater rate fills the bucket at once, or within a moment.
        Waiting.until(() -> tenant.at(first).post("/v2/sandboxes", BASE).status() == 201);
    }

    @Test
    void leavesThePlanOfTheInstallationAlone() {
        var answer = tenant("local").at(first).post("/v2/sandboxes", BASE).expect(201);

        assertThat(answer.header("RateLimit")).isEmpty();
        assertThat(answer.header("RateLimit-Policy")).isEmpty();
    }

    @Test
    void letsNobodyTryKeysWithoutLimit() {
        try (var strict = replica("strict", Map.of("smartboxes.rates.failures-per-minute", 5))) {
            var good = tenant("local");
            good.at(strict).get("/v1/limits").expect(200);
            var wrong = new Api(strict.url(), Map.of("X-API-KEY", "wrong"));

            assertThat(statuses(wrong, "/v1/limits", 5)).containsOnly(401);
            var refused = wrong.get("/v1/limits").expect(429);

            assertThat(refused.json().path("code").asText()).isEqualTo("rate_limited");
            assertThat(refused.header("Retry-After")).isPresent();
            var unseen = tenant("local");
            unseen.at(strict).get("/v1/limits").expect(429);
            good.at(strict).get("/v1/limits").expect(200);
        }
    }

    @Test
    void countsWhatPeopleAskAboutThemselves() {
        try (var strict = replica("strict", Map.of("smartboxes.rates.person-per-minute", 3))) {
            var person = TestPerson.signUp(issuer, strict, "ada").at(strict);

            assertThat(statuses(person, "/v1/me", 3)).containsExactly(200, 200, 429);
        }
    }

    private static TestTenant tenant(String plan) {
        var tenant = TestTenant.in(first, database);
        first.bean(LimitOverrides.class).changePlan(tenant.id(), plan);
        return tenant;
    }

    private static List<Integer> statuses(Api api, String path, int times) {
        return Stream.generate(() -> api.get(path).status()).limit(times).toList();
    }
}
