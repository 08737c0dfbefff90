package io.smartboxes.controlplane.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Counters;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final String BASE = "{\"templateID\":\"base\"}";

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;

    private TestTenant tenant;
    private Api api;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.signup.plan", "free");
        settings.put("smartboxes.sandbox.confirm-timeout", "10s");
        replica = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @BeforeEach
    void makeTenant() {
        tenant = TestTenant.in(replica, database);
        api = tenant.at(replica);
    }

    @AfterEach
    void countersAreWhatLives() {
        assertThat(Counters.wrong(database)).isEmpty();
    }

    @Test
    void refusesOneMoreThanThePlanAllows() {
        allow(LimitedResource.SANDBOXES, 2L, null);
        create();
        create();

        var refused = api.post("/v2/sandboxes", BASE).expectError(429);

        assertThat(refused.field("error_code")).isEqualTo("quota_exceeded");
        assertThat(refused.field("message")).contains("2 sandboxes at once", "Local", "GET /v1/limits");
        assertThat(refused.header("Retry-After")).contains("5");
        assertThat(refused.header("Should-Retry"))
                .as("clients would only wait for it")
                .contains("false");
        assertThat(used("sandboxes")).isEqualTo(2);
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void hasRoomAgainOnceOneHasEnded() {
        allow(LimitedResource.SANDBOXES, 1L, null);
        var first = create();
        api.post("/v2/sandboxes", BASE).expectError(429);

        api.delete("/sandboxes/" + first).expect(204);

        Waiting.until(() -> used("sandboxes") == 0);
        create();
    }

    @Test
    void namesTheResourceThatRanOut() {
        allow(LimitedResource.MEMORY_MIB, 1000L, null);
        create();

        var refused = api.post("/v2/sandboxes", BASE).expectError(429);

        assertThat(refused.field("message")).contains("1000 MiB of memory", "512 are in use", "this one needs 512");
        assertThat(used("sandboxes")).as("all or nothing").isEqualTo(1);
        assertThat(used("vcpu_milli")).isEqualTo(2000);
        assertThat(used("disk_mib")).isEqualTo(5120);
    }

    @Test
    void refusesTheFirstOneToo() {
        allow(LimitedResource.VCPU_MILLI, 1999L, null);

        assertThat(api.post("/v2/sandboxes", BASE).expectError(429).field("message"))
                .contains("1999 thousandths of a vCPU", "0 are in use");
    }

    @Test
    void takesNothingForAnotherRequestWithTheSameKey() {
        allow(LimitedResource.SANDBOXES, 1L, null);
        var keyed = api.with("Idempotency-Key", "same");
        var first = keyed.post("/v2/sandboxes", BASE).expect(201).field("sandboxID");

        assertThat(keyed.post("/v2/sandboxes", BASE).expect(201).field("sandboxID"))
                .isEqualTo(first);

        assertThat(used("sandboxes")).isEqualTo(1);
        var other = api.with("Idempotency-Key", "other");
        other.post("/v2/sandboxes", BASE).expectError(429);
        api.delete("/sandboxes/" + first).expect(204);
        Waiting.until(() -> used("sandboxes") == 0);
        other.post("/v2/sandboxes", BASE).expect(201);
    }

    @Test
    void goesOnWithWhatThereIsWhenTheLimitSinks() {
        var first = create();
        create();
        allow(LimitedResource.SANDBOXES, 1L, null);

        api.post("/v2/sandboxes", BASE).expectError(429);
        api.get("/sandboxes/" + first).expect(200);
        api.delete("/sandboxes/" + first).expect(204);
        Waiting.until(() -> used("sandboxes") == 1);
        api.post("/v2/sandboxes", BASE).expectError(429);
    }

    @Test
    void forgetsAnOverrideThatHasExpired() {
        allow(LimitedResource.SANDBOXES, 0L, Instant.now().plusSeconds(3600));
        assertThat(limit("sandboxes").path("override").path("reason").asText()).isEqualTo("a test");
        api.post("/v2/sandboxes", BASE).expectError(429);

        database.update(
                "update limit_override set expires_at = now() where tenant_id = ?",
                tenant.id().value());
        nudge();

        assertThat(limit("sandboxes").path("limit").asLong()).isEqualTo(50);
        assertThat(limit("sandboxes").has("override")).isFalse();
        create();
    }

    @Test
    void refusesASandboxThatIsTooBigOrToLiveTooLong() {
        replica.bean(LimitOverrides.class).changePlan(tenant.id(), "free");

        var tooLong = api.post("/v2/sandboxes", "{\"templateID\":\"base\",\"timeout\":1801}")
                .expectError(400);
        assertThat(tooLong.field("error_code")).isEqualTo("over_plan_limit");
        assertThat(tooLong.field("message")).contains("1800 seconds of life", "Free", "1801");

        allow(LimitedResource.DISK_MIB_EACH, 5119L, null);
        assertThat(api.post("/v2/sandboxes", BASE).expectError(400).field("message"))
                .contains("5119 MiB of disk in one sandbox");
        assertThat(rows()).isZero();
    }

    @Test
    void prolongsNoLifeBeyondThePlan() {
        replica.bean(LimitOverrides.class).changePlan(tenant.id(), "free");
        var sandbox = create();

        api.post("/sandboxes/" + sandbox + "/timeout", "{\"timeout\":1801}").expectError(400);
        api.post("/sandboxes/" + sandbox + "/timeout", "{\"timeout\":1800}").expect(204);
        api.post("/v2/sandboxes/" + sandbox + "/connect", "{\"timeout\":1800}").expect(200);

        var times = api.get("/sandboxes/" + sandbox).expect(200);
        assertThat(Instant.parse(times.field("endAt")))
                .isEqualTo(Instant.parse(times.field("startedAt")).plus(Duration.ofMinutes(30)));
    }

    @Test
    void showsEveryLimit() {
        allow(LimitedResource.MEMORY_MIB, 4096L, Instant.parse("2100-01-01T00:00:00Z"));
        create();

        var shown = api.get("/v1/limits").expect(200).json();

        assertThat(shown.path("plan").path("code").asText()).isEqualTo("local");
        assertThat(shown.path("limits")).hasSize(LimitedResource.values().length);
        assertThat(shown.path("limits"))
                .allSatisfy(
                        limit -> assertThat(limit.path("whenReached").asText()).endsWith("."));
        assertThat(limit("sandboxes").path("limit").asLong()).isEqualTo(50);
        assertThat(limit("sandboxes").path("used").asLong()).isEqualTo(1);
        assertThat(limit("vcpu_milli").has("limit")).as("not limited").isFalse();
        assertThat(limit("vcpu_milli").path("used").asLong()).isEqualTo(2000);
        assertThat(limit("creations").has("limit")).isFalse();
        var override = limit("memory_mib").path("override");
        assertThat(override.path("reason").asText()).isEqualTo("a test");
        assertThat(override.path("expiresAt").asText()).isEqualTo("2100-01-01T00:00:00Z");
        assertThat(limit("memory_mib").path("limit").asLong()).isEqualTo(4096);
    }

    @Test
    void givesSignUpsThePlanOfTheSetting() {
        var person = TestPerson.signUp(issuer, replica, "grace").at(replica);

        var shown = person.get("/v1/limits").expect(200).json();

        assertThat(shown.path("plan").path("code").asText()).isEqualTo("free");
        var rate = StreamSupport.stream(shown.path("limits").spliterator(), false)
                .filter(limit -> limit.path("resource").asText().equals("creations"))
                .findFirst()
                .orElseThrow();
        assertThat(rate.path("perSeconds").asLong()).isEqualTo(60);
    }

    @Test
    void startsWithNoPlanThatIsNone() {
        assertThatThrownBy(() -> TestReplica.withoutLink(database, Map.of("smartboxes.signup.plan", "gratis")))
                .hasStackTraceContaining("'gratis'");
    }

    @Test
    void recountsWhatIsWrongAndSaysHowMuchWas() {
        create();
        var recount = replica.bean(QuotaRecount.class);
        long before = recount.differences();
        assertThat(recount.recount()).isZero();
        database.update(
                "update quota set sandboxes = 7, memory_mib = 0 where tenant_id = ?",
                tenant.id().value());

        assertThat(recount.recount()).isEqualTo(1);

        assertThat(recount.differences() - before).isEqualTo(1);
        assertThat(used("sandboxes")).isEqualTo(1);
        assertThat(recount.recount()).isZero();
    }

    @Test
    void refusesOverridesThatMakeNoSense() {
        var overrides = replica.bean(LimitOverrides.class);
        assertThatThrownBy(() -> allow(LimitedResource.SANDBOXES, -1L, null)).hasMessageContaining("0 or more");
        assertThatThrownBy(() -> allow(LimitedResource.CREATIONS, 0L, null)).hasMessageContaining("1 or more");
        assertThatThrownBy(
                        () -> allow(LimitedResource.SANDBOXES, 1L, Instant.now().minusSeconds(1)))
                .hasMessageContaining("expired");
        assertThatThrownBy(() -> new LimitOverrides.Order(LimitedResource.SANDBOXES, 1L, " ", "me", null))
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> overrides.changePlan(tenant.id(), "gratis")).hasMessageContaining("no plan");
    }

    private void allow(LimitedResource resource, @Nullable Long max, @Nullable Instant until) {
        replica.bean(LimitOverrides.class)
                .set(tenant.id(), new LimitOverrides.Order(resource, max, "a test", "the tests", until));
    }

    private void nudge() {
        replica.bean(NudgeBus.class)
                .publish(QuotaTopics.LIMITS_CHANGED, tenant.id().toString());
    }

    private String create() {
        return api.post("/v2/sandboxes", BASE).expect(201).field("sandboxID");
    }

    private JsonNode limit(String resource) {
        return StreamSupport.stream(
                        api.get("/v1/limits").expect(200).json().path("limits").spliterator(), false)
                .filter(limit -> limit.path("resource").asText().equals(resource))
                .findFirst()
                .orElseThrow();
    }

    private long used(String resource) {
        return limit(resource).path("used").asLong();
    }

    private int rows() {
        return database.rows(
                        "select id from sandbox where tenant_id = ?",
                        tenant.id().value())
                .size();
    }
}
