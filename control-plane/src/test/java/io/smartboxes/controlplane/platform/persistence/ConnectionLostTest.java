package io.smartboxes.controlplane.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.DatabaseProxy;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of request loses its connection at every moment of its transaction. */
class ConnectionLostTest {

    private static TestDatabase database;
    private static DatabaseProxy tenantProxy;
    private static DatabaseProxy systemProxy;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        database = new TestDatabase();
        tenantProxy = new DatabaseProxy(database);
        systemProxy = new DatabaseProxy(database);
        var settings = new HashMap<>(tenantProxy.settings(database, "tenant"));
        settings.putAll(systemProxy.settings(database, "system"));
        replica = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
        api = TestTenant.in(replica, database).at(replica);
    }

    @AfterAll
    static void stop() throws InterruptedException, IOException {
        workers.close();
        replica.close();
        tenantProxy.close();
        systemProxy.close();
        database.close();
    }

    /** A request, and words of the statement that does its work. */
    private enum Request {
        GET("from sandbox where tenant_id", false, (api, id) -> api.get("/sandboxes/" + id)),
        LIST("count(*) as running from sandbox", false, (api, id) -> api.get("/v2/sandboxes")),
        KILL("set wanted = 'TERMINATED'", false, (api, id) -> api.delete("/sandboxes/" + id)),
        TIMEOUT(
                "wanted_end_revision = wanted_end_revision",
                false,
                (api, id) -> api.post("/sandboxes/" + id + "/timeout", "{\"timeout\":60}")),
        CONNECT(
                "wanted_end_revision = wanted_end_revision",
                false,
                (api, id) -> api.post("/v2/sandboxes/" + id + "/connect", "{\"timeout\":600}")),
        CREATE("insert into sandbox ", false, (api, id) -> api.post("/v2/sandboxes", body("lost"))),
        CREATE_API_KEY("insert into api_key", true, (api, id) -> api.post("/v1/api-keys", "{\"name\":\"lost\"}")),
        LIST_API_KEYS("from api_key", false, (api, id) -> api.get("/v1/api-keys"));

        private final String statement;
        private final boolean harmfulTwice;
        private final BiFunction<Api, String, Reply> sending;

        Request(String statement, boolean harmfulTwice, BiFunction<Api, String, Reply> sending) {
            this.statement = statement;
            this.harmfulTwice = harmfulTwice;
            this.sending = sending;
        }
    }

    private enum Moment {
        FIRST_STATEMENT,
        MID_TRANSACTION,
        COMMIT_NOT_ARRIVED,
        COMMIT_NOT_ANSWERED;

        void arm(Request request) {
            switch (this) {
                case FIRST_STATEMENT -> tenantProxy.loseBefore("app.tenant_id");
                case MID_TRANSACTION -> tenantProxy.loseBefore(request.statement);
                case COMMIT_NOT_ARRIVED -> tenantProxy.loseBefore(request.statement, "COMMIT");
                case COMMIT_NOT_ANSWERED -> tenantProxy.loseAfter(request.statement, "COMMIT");
            }
        }

        boolean leavesDoubt() {
            return this == COMMIT_NOT_ARRIVED || this == COMMIT_NOT_ANSWERED;
        }
    }

    static Stream<Arguments> everyRequestAtEveryMoment() {
        return Arrays.stream(Request.values())
                .flatMap(request -> Arrays.stream(Moment.values()).map(moment -> Arguments.of(request, moment)));
    }

    @ParameterizedTest
    @MethodSource("everyRequestAtEveryMoment")
    void asksToComeBackUnlessThatCouldDoTheWorkTwice(Request request, Moment moment) {
        String id = api.post("/v2/sandboxes", body("kept")).expect(201).field("sandboxID");
        moment.arm(request);

        var reply = request.sending.apply(api, id).expect(503);

        assertThat(tenantProxy.hasLost()).isTrue();
        boolean again = !(request.harmfulTwice && moment.leavesDoubt());
        assertThat(reply.header("Should-Retry")).contains(Boolean.toString(again));
        assertThat(reply.header("Retry-After").isPresent()).isEqualTo(again);
        if (request == Request.CREATE) {
            Waiting.until(() -> live("lost") == 0);
        }
        // Whatever was lost, what was acknowledged is still there, and the pool has other connections.
        if (request != Request.KILL) {
            api.get("/sandboxes/" + id).expect(200);
        }
        assertThat(api.delete("/sandboxes/" + id).status()).isIn(204, 404);
    }

    @Test
    void doesNotTakeALostDatabaseForAWrongKey() {
        var notYetSeen = TestTenant.in(replica, database).at(replica);
        systemProxy.loseBefore("from api_key k left join membership");

        var reply = notYetSeen.get("/v2/sandboxes").expectError(503);

        assertThat(systemProxy.hasLost()).isTrue();
        assertThat(reply.header("Retry-After")).isPresent();
        notYetSeen.get("/v2/sandboxes").expect(200);
    }

    private static String body(String test) {
        return "{\"templateID\":\"base\",\"metadata\":{\"test\":\"" + test + "\"}}";
    }

    private static int live(String test) {
        return database.rows(
                        "select id from sandbox where metadata->>'test' = ? and seen not in ('TERMINATED', 'FAILED')",
                        test)
                .size();
    }
}
