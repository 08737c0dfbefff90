package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import io.smartboxes.failpoint.Failpoint;
import io.smartboxes.failpoint.Failpoints;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ends a request at each named step, as the death of its replica would end it: nothing after the step happens, and nothing
 * cleans up. (That a dead process comes back is tested from outside, with the same failpoints.)
 */
class CreateCrashTest {

    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static Api api;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, Map.of("smartboxes.sandbox.confirm-timeout", "1s"));
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
    void noSandboxIsLeft() {
        database.update("update sandbox set wanted = 'TERMINATED', wanted_cause = 'api:kill' where wanted = 'RUNNING'");
        Waiting.until(() -> live() == 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_BEFORE_COMMIT", "CREATE_COMMITTED", "CREATE_BEFORE_CLAIM", "CREATE_CLAIMED"})
    void leavesNothingThatNobodyWasToldOf(SandboxFailpoint step) {
        try (var dying = Failpoints.intercept(dieAt(step))) {
            api.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expectError(500);
        }

        database.update("update sandbox set abandon_at = now() - interval '1 second' where abandon_at is not null");
        replica.bean(SandboxReaper.class).endAbandoned();

        if (step == SandboxFailpoint.CREATE_CLAIMED) {
            // The one step of which the reaper cannot know whether the caller heard: it lives until its deadline.
            assertThat(live()).isEqualTo(1);
        } else {
            Waiting.until(() -> live() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE_BEFORE_COMMIT", "CREATE_COMMITTED", "CREATE_BEFORE_CLAIM", "CREATE_CLAIMED"})
    void givesTheCallerWhoAsksAgainWithTheSameKeyOneSandbox(SandboxFailpoint step) {
        var keyed = api.with("Idempotency-Key", "crash-" + step.ordinal());
        try (var dying = Failpoints.intercept(dieAt(step))) {
            keyed.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expectError(500);
        }

        var id = keyed.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");

        api.get("/sandboxes/" + id).expect(200);
        assertThat(live()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = "KILL_.*", mode = EnumSource.Mode.MATCH_ALL)
    void canKillAgain(SandboxFailpoint step) {
        var id = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");
        try (var dying = Failpoints.intercept(dieAt(step))) {
            api.delete("/sandboxes/" + id).expectError(500);
        }

        assertThat(api.delete("/sandboxes/" + id).status()).isIn(204, 404);

        api.get("/sandboxes/" + id).expectError(404);
        Waiting.until(() -> live() == 0);
    }

    private static Consumer<Failpoint> dieAt(SandboxFailpoint step) {
        return reached -> {
            if (reached == step) {
                throw new IllegalStateException("died at " + step.id());
            }
        };
    }

    private static long live() {
        return database.rows("select id from sandbox where seen not in ('TERMINATED', 'FAILED')")
                .size();
    }
}
