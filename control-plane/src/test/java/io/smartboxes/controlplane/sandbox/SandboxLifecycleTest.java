package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import io.smartboxes.id.SandboxId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxLifecycleTest {

    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static Api api;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(
                database, Map.of("smartboxes.sandbox.start-timeout", "2s", "smartboxes.sandbox.confirm-timeout", "1s"));
        workers = new ScriptedWorkers(database, replica);
        api = TestTenant.in(replica, database).at(replica);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        replica.close();
        database.close();
    }

    @BeforeEach
    void workersDoEverything() {
        workers.doEverything();
    }

    @Test
    void answersACreateOnceTheSandboxRuns() {
        var made = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);

        assertThat(made.field("sandboxID")).matches("sbx[0-9a-z]{26}");
        assertThat(made.field("templateID")).startsWith("tpl_");
        assertThat(made.field("alias")).isEqualTo("base");
        assertThat(made.field("clientID")).isNotBlank();
        assertThat(made.field("envdVersion")).isEqualTo("0.6.13");
        assertThat(made.field("envdAccessToken")).matches("[0-9a-f]{64}");
        assertThat(made.json().path("domain").isNull()
                        || made.json().path("domain").isMissingNode())
                .isTrue();
        assertThat(made.header("X-Request-Id")).get().asString().startsWith("req_");
    }

    @Test
    void tellsAllAboutARunningSandbox() {
        var id = create(
                "{\"templateID\":\"base\",\"timeout\":120,\"metadata\":{\"run\":\"42\"},\"allow_internet_access\":true}");

        var detail = api.get("/sandboxes/" + id).expect(200).json();

        assertThat(detail.path("state").asText()).isEqualTo("running");
        assertThat(detail.path("cpuCount").asInt()).isEqualTo(2);
        assertThat(detail.path("memoryMB").asInt()).isEqualTo(512);
        assertThat(detail.path("diskSizeMB").asInt()).isEqualTo(5120);
        assertThat(detail.path("metadata").path("run").asText()).isEqualTo("42");
        assertThat(detail.path("allowInternetAccess").isBoolean()).isTrue();
        assertThat(detail.path("allowInternetAccess").asBoolean()).isFalse();
        assertThat(detail.path("lifecycle").path("onTimeout").asText()).isEqualTo("kill");
        assertThat(detail.path("envdAccessToken").asText()).matches("[0-9a-f]{64}");
        var startedAt = Instant.parse(detail.path("startedAt").asText());
        assertThat(Instant.parse(detail.path("endAt").asText())).isEqualTo(startedAt.plusSeconds(120));
    }

    @Test
    void keepsEachPathsOwnDefaultTimeout() {
        var first = create("/sandboxes", "{\"templateID\":\"base\",\"secure\":true,\"autoPause\":false}");
        var second = create("/v2/sandboxes", "{\"templateID\":\"base:default\"}");

        assertThat(life(first)).isEqualTo(Duration.ofSeconds(15));
        assertThat(life(second)).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void readsItsOwnKill() {
        var id = create("{\"templateID\":\"base\"}");

        api.delete("/sandboxes/" + id).expect(204);

        api.get("/sandboxes/" + id).expectError(404);
        api.delete("/sandboxes/" + id).expectError(404);
        api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":60}").expectError(404);
        api.post("/v2/sandboxes/" + id + "/connect", "{}").expectError(404);
        assertThat(api.get("/v2/sandboxes").text()).doesNotContain(id);
        assertThat(row(id)).containsEntry("seen", "TERMINATED").containsEntry("reason", "api:kill");
    }

    @Test
    void readsItsOwnKillWhileTheWorkerIsUnheard() {
        var id = create("{\"templateID\":\"base\"}");
        workers.endNothing();

        api.delete("/sandboxes/" + id).expect(204);

        api.get("/sandboxes/" + id).expectError(404);
        api.delete("/sandboxes/" + id).expectError(404);
        assertThat(api.get("/v2/sandboxes").text()).doesNotContain(id);
        assertThat(row(id)).containsEntry("seen", "RUNNING").containsEntry("wanted", "TERMINATED");
    }

    @Test
    void movesTheEndBothWays() {
        var id = create("{\"templateID\":\"base\",\"timeout\":300}");

        api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":60}").expect(204);
        assertThat(secondsLeft(id)).isCloseTo(60, within(5L));

        api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":600}").expect(204);
        assertThat(secondsLeft(id)).isCloseTo(600, within(5L));
    }

    @Test
    void neverShortensALifeByConnectingOrRefreshing() {
        var id = create("{\"templateID\":\"base\",\"timeout\":300}");
        var token = api.get("/sandboxes/" + id).field("envdAccessToken");

        var connected =
                api.post("/sandboxes/" + id + "/connect", "{\"timeout\":10}").expect(200);
        assertThat(connected.field("sandboxID")).isEqualTo(id);
        assertThat(connected.field("envdAccessToken")).isEqualTo(token);
        api.post("/sandboxes/" + id + "/refreshes", "{\"duration\":10}").expect(204);
        assertThat(secondsLeft(id)).isCloseTo(300, within(5L));

        api.post("/v2/sandboxes/" + id + "/connect", "{\"timeout\":900}").expect(200);
        assertThat(secondsLeft(id)).isCloseTo(900, within(5L));
        api.post("/sandboxes/" + id + "/refreshes", "{\"duration\":3600}").expect(204);
        assertThat(secondsLeft(id)).isCloseTo(3600, within(5L));
    }

    @Test
    void doesNotPromiseADeadlineThatTheWorkerDoesNotHave() {
        var id = create("{\"templateID\":\"base\",\"timeout\":300}");
        workers.confirmNothing();

        var refused =
                api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":60}").expectError(503);

        assertThat(refused.header("Should-Retry")).contains("true");
        assertThat(refused.header("Retry-After")).get().asString().matches("\\d+");
    }

    @Test
    void leavesNothingWhenItGivesUp() {
        workers.startNothing();

        var refused = api.post("/v2/sandboxes", "{\"templateID\":\"base\",\"metadata\":{\"test\":\"give-up\"}}")
                .expectError(503);

        assertThat(refused.field("error_code")).isEqualTo("sandbox_placement_timeout");
        assertThat(refused.header("Retry-After")).get().asString().matches("\\d+");
        assertThat(database.rows("select wanted from sandbox where metadata->>'test' = 'give-up'"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("wanted", "TERMINATED"));
    }

    @Test
    void saysWhyItCouldNotStart() {
        workers.startNothing();
        var creating = CompletableFuture.supplyAsync(
                () -> api.post("/v2/sandboxes", "{\"templateID\":\"base\",\"metadata\":{\"test\":\"full\"}}"));
        Waiting.until(() -> database.update("""
                        update sandbox set seen = 'FAILED', ended_at = now(), environment = null, reason = 'placement:capacity',
                            message = 'Both workers are full.'
                        where metadata->>'test' = 'full' and seen = 'PENDING'
                        """) == 1);

        var refused = creating.join().expectError(503);

        assertThat(refused.field("error_code")).isEqualTo("sandbox_capacity_unavailable");
        assertThat(refused.field("message")).contains("Both workers are full.");
    }

    @Test
    void hidesTheEnvironmentInTheDatabase() {
        workers.startNothing();
        var creating = Thread.startVirtualThread(
                () -> api.post(
                        "/v2/sandboxes",
                        "{\"templateID\":\"base\",\"metadata\":{\"test\":\"env\"},\"envVars\":{\"PASSWORD\":\"correct horse\"}}"));
        Waiting.until(() -> !database.rows("select 1 from sandbox where metadata->>'test' = 'env'")
                .isEmpty());

        var row = database.rows("select * from sandbox where metadata->>'test' = 'env'")
                .getFirst();

        assertThat(new String((byte[]) row.get("environment"), StandardCharsets.ISO_8859_1))
                .doesNotContain("horse");
        assertThat(replica.bean(EnvironmentSeal.class)
                        .open(new SandboxId((UUID) row.get("id")), (byte[]) row.get("environment")))
                .isEqualTo(Map.of("PASSWORD", "correct horse"));
        assertThat(creating.isAlive()).isTrue();
    }

    @Test
    void writesDownWhatHappened() {
        var id = create("{\"templateID\":\"base\"}");
        api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":60}").expect(204);
        api.delete("/sandboxes/" + id).expect(204);

        assertThat(database.rows(
                        "select kind from sandbox_event where sandbox_id = ? order by at, id",
                        SandboxId.parse(id).value()))
                .extracting(row -> row.get("kind"))
                .contains("created", "deadline-wanted", "end-wanted");
    }

    private static String create(String body) {
        return create("/v2/sandboxes", body);
    }

    private static String create(String path, String body) {
        return api.post(path, body).expect(201).field("sandboxID");
    }

    private static Map<String, Object> row(String id) {
        return database.rows(
                        "select * from sandbox where id = ?",
                        SandboxId.parse(id).value())
                .getFirst();
    }

    private static Duration life(String id) {
        var detail = api.get("/sandboxes/" + id).expect(200);
        return Duration.between(Instant.parse(detail.field("startedAt")), Instant.parse(detail.field("endAt")));
    }

    private static long secondsLeft(String id) {
        return ChronoUnit.SECONDS.between(
                Instant.now(),
                Instant.parse(api.get("/sandboxes/" + id).expect(200).field("endAt")));
    }
}
