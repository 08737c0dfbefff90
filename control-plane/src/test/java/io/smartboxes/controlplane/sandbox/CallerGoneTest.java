package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.RawHttp;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallerGoneTest {

    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static TestTenant tenant;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, Map.of());
        workers = new ScriptedWorkers(database, replica);
        tenant = TestTenant.in(replica, database);
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
    void leavesNothingWhenTheCallerHangsUpBeforeTheSandboxRuns() throws IOException {
        workers.startNothing();

        hangUpWhileCreating("before", "");

        Waiting.until(() -> wanted("before").equals("TERMINATED"));
        workers.doEverything();
        Waiting.until(() -> seen("before").equals("FAILED"));
        assertThat(rows("before").getFirst()).containsEntry("reason", "caller:gone");
    }

    @Test
    void keepsTheSandboxOfACallerWhoStays() throws IOException {
        try (var raw = new RawHttp(replica.url())) {
            raw.send(request("stays", "Connection: close\r\n"));

            assertThat(raw.readHead()).startsWith("HTTP/1.1 201");
        }
        // The reaper and the hang-up both had their chance once a later sandbox is through the same steps.
        tenant.at(replica).post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);
        assertThat(wanted("stays")).isEqualTo("RUNNING");
        assertThat(rows("stays").getFirst().get("abandon_at")).isNull();
    }

    @Test
    void keepsTheSandboxWhenTheCallerCanAskAgain() throws IOException {
        workers.startNothing();
        hangUpWhileCreating("keyed", "Idempotency-Key: keyed\r\n");
        workers.doEverything();

        var made = tenant.at(replica)
                .with("Idempotency-Key", "keyed")
                .post("/v2/sandboxes", body("keyed"))
                .expect(201);

        assertThat(rows("keyed")).hasSize(1);
        tenant.at(replica).get("/sandboxes/" + made.field("sandboxID")).expect(200);
    }

    @Test
    void endsWhatADeadReplicaNeverAnnounced() {
        var id = tenant.at(replica)
                .post("/v2/sandboxes", body("abandoned"))
                .expect(201)
                .field("sandboxID");
        var told = tenant.at(replica)
                .post("/v2/sandboxes", body("told"))
                .expect(201)
                .field("sandboxID");
        // What a replica that died between "it runs" and the answer leaves behind.
        database.update(
                "update sandbox set abandon_at = now() - interval '1 second' where metadata->>'test' = 'abandoned'");

        replica.bean(SandboxReaper.class).endAbandoned();

        tenant.at(replica).get("/sandboxes/" + id).expectError(404);
        tenant.at(replica).get("/sandboxes/" + told).expect(200);
        assertThat(rows("abandoned").getFirst()).containsEntry("wanted_cause", "caller:gone");
    }

    private static void hangUpWhileCreating(String test, String header) throws IOException {
        try (var raw = new RawHttp(replica.url())) {
            raw.send(request(test, header));
            Waiting.until(() -> !rows(test).isEmpty());
        }
    }

    private static String request(String test, String header) {
        return "POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + header + "X-API-KEY: "
                + tenant.key() + "\r\nContent-Length: " + body(test).length() + "\r\n\r\n" + body(test);
    }

    private static String body(String test) {
        return "{\"templateID\":\"base\",\"metadata\":{\"test\":\"" + test + "\"}}";
    }

    private static List<Map<String, Object>> rows(String test) {
        return database.rows("select * from sandbox where metadata->>'test' = ?", test);
    }

    private static String wanted(String test) {
        return rows(test).getFirst().get("wanted").toString();
    }

    private static String seen(String test) {
        return rows(test).getFirst().get("seen").toString();
    }
}
