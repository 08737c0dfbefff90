package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.DatabaseProxy;
import io.smartboxes.controlplane.testing.RawHttp;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import io.smartboxes.failpoint.Failpoints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database goes away between the transactions of a request, when something of it is committed already. */
class DatabaseAwayTest {

    private static final String CREATE = "{\"templateID\":\"base\"}";

    private static TestDatabase database;
    private static DatabaseProxy proxy;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static TestTenant tenant;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        database = new TestDatabase();
        proxy = new DatabaseProxy(database);
        var settings = new HashMap<>(proxy.settings(database, "tenant"));
        settings.putAll(Map.of(
                "smartboxes.sandbox.start-timeout", "2s",
                "smartboxes.sandbox.confirm-timeout", "2s",
                "datasources.tenant.connection-timeout", "250"));
        replica = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
        tenant = TestTenant.in(replica, database);
        api = tenant.at(replica);
    }

    @AfterAll
    static void stop() throws InterruptedException, IOException {
        workers.close();
        replica.close();
        proxy.close();
        database.close();
    }

    @BeforeEach
    void nothingIsLeftAndEverythingWorks() {
        comeBack();
        workers.doEverything();
        database.update("update sandbox set wanted = 'TERMINATED', wanted_cause = 'api:kill' where wanted = 'RUNNING'");
        Waiting.until(() -> live() == 0);
    }

    @Test
    void makesTheSandboxWhenTheDatabaseIsBackInTime() {
        try (var leaving = goAwayAt(SandboxFailpoint.CREATE_COMMITTED)) {
            var comingBack = Thread.ofVirtual().start(() -> {
                Waiting.until(proxy::isAway);
                proxy.away(false);
            });

            String id = api.post("/v2/sandboxes", CREATE).expect(201).field("sandboxID");

            assertThat(comingBack.isAlive()).isFalse();
            api.get("/sandboxes/" + id).expect(200);
        }
    }

    @Test
    void asksAgainWhenItDoesNotKnowWhetherItHandedTheSandboxOver() {
        proxy.loseAfter("set abandon_at = null", "COMMIT");

        String id = api.post("/v2/sandboxes", CREATE).expect(201).field("sandboxID");

        assertThat(proxy.hasLost()).isTrue();
        api.get("/sandboxes/" + id).expect(200);
        assertThat(live()).isEqualTo(1);
    }

    @Test
    void takesBackWhatItMayHaveHandedOverAndForbidsToTryAgain() {
        proxy.loseAfter("set abandon_at = null", "COMMIT");
        try (var leaving = Failpoints.intercept(step -> {
            if (step == SandboxFailpoint.CREATE_BEFORE_CLAIM && proxy.hasLost()) {
                proxy.away(true);
            }
        })) {
            var reply = api.post("/v2/sandboxes", CREATE).expectError(503);

            assertThat(reply.header("Should-Retry")).contains("false");
        }
        assertThat(live()).isEqualTo(1);
        proxy.away(false);

        Waiting.until(() -> live() == 0);
    }

    @Test
    void takesBackWhatIsCommittedWhenTheDatabaseStaysAway() {
        try (var leaving = goAwayAt(SandboxFailpoint.CREATE_COMMITTED)) {
            var reply = api.post("/v2/sandboxes", CREATE).expectError(503);

            assertThat(reply.header("Retry-After")).isPresent();
        }
        proxy.away(false);

        Waiting.until(() -> live() == 0);
    }

    @Test
    void takesBackTheSandboxOfACallerWhoLeftMeanwhile() throws IOException {
        try (var leaving = goAwayAt(SandboxFailpoint.CREATE_COMMITTED);
                var raw = new RawHttp(replica.url())) {
            raw.send("POST /v2/sandboxes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-KEY: "
                    + tenant.key() + "\r\nContent-Length: " + CREATE.length() + "\r\n\r\n" + CREATE);
            Waiting.until(proxy::isAway);
        }
        Waiting.until(() -> live() == 1);
        proxy.away(false);

        Waiting.until(() -> live() == 0);
    }

    @Test
    void hasKilledAlthoughItCannotWatchTheEnd() {
        String id = api.post("/v2/sandboxes", CREATE).expect(201).field("sandboxID");
        workers.endNothing();
        try (var leaving = goAwayAt(SandboxFailpoint.KILL_COMMITTED)) {
            api.delete("/sandboxes/" + id).expect(204);
        }
        comeBack();

        api.get("/sandboxes/" + id).expectError(404);
    }

    @Test
    void cannotSayThatTheWorkerHasTheNewEnd() {
        String id = api.post("/v2/sandboxes", CREATE).expect(201).field("sandboxID");
        try (var leaving = goAwayAt(SandboxFailpoint.DEADLINE_COMMITTED)) {
            var reply = api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":60}")
                    .expectError(503);

            assertThat(reply.header("Retry-After")).isPresent();
        }
        comeBack();

        api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":60}").expect(204);
    }

    /** The pool notices a little later than the test. */
    private static void comeBack() {
        proxy.away(false);
        Waiting.until(() -> api.get("/v2/sandboxes").status() == 200);
    }

    private static Failpoints.Interception goAwayAt(SandboxFailpoint leaving) {
        return Failpoints.intercept(step -> {
            if (step == leaving) {
                proxy.away(true);
            }
        });
    }

    private static int live() {
        return database.rows("select id from sandbox where seen not in ('TERMINATED', 'FAILED')")
                .size();
    }
}
