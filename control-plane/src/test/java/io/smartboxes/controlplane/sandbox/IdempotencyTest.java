package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.id.SandboxId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final String BODY = "{\"templateID\":\"base\",\"timeout\":60,\"envVars\":{\"A\":\"1\",\"B\":\"2\"}}";
    private static final String SAME_BODY =
            "{\"envVars\":{\"B\":\"2\",\"A\":\"1\"}, \"timeout\":60,\"templateID\":\"base\"}";

    private static TestDatabase database;
    private static TestReplica replica;
    private static ScriptedWorkers workers;
    private static Api api;
    private static Api otherTenant;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, Map.of("smartboxes.sandbox.start-timeout", "3s"));
        workers = new ScriptedWorkers(database, replica);
        api = TestTenant.in(replica, database).at(replica);
        otherTenant = TestTenant.in(replica, database).at(replica);
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
    void givesTheSameSandboxToTheSameRequest() {
        var first = create(api, "again", BODY).expect(201);
        var second = create(api, "again", SAME_BODY).expect(201);

        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void refusesTheSameKeyForAnotherRequest() {
        create(api, "mismatch", BODY).expect(201);

        var refused = create(api, "mismatch", "{\"templateID\":\"base\",\"timeout\":61}")
                .expectError(422);

        assertThat(refused.field("error_code")).isEqualTo("idempotency_request_mismatch");
    }

    @Test
    void keepsTenantsApart() {
        var mine = create(api, "shared", BODY).expect(201).field("sandboxID");
        var theirs = create(otherTenant, "shared", "{\"templateID\":\"base\"}")
                .expect(201)
                .field("sandboxID");

        assertThat(theirs).isNotEqualTo(mine);
    }

    @Test
    void makesOneOfFiftyAtOnce() throws InterruptedException, ExecutionException {
        var replies = atOnce(50, () -> create(api, "fifty", BODY));

        assertThat(replies).allSatisfy(reply -> reply.expect(201));
        assertThat(replies.stream().map(reply -> reply.field("sandboxID")).distinct())
                .hasSize(1);
        assertThat(
                        database.rows(
                                "select s.id from sandbox s join sandbox_idempotency i on i.sandbox_id = s.id where i.key = 'fifty'"))
                .hasSize(1);
        assertThat(database.rows("select id from sandbox where request_id is null"))
                .isEmpty();
    }

    @Test
    void triesAgainAfterAnAttemptThatFailed() {
        workers.startNothing();
        create(api, "retry", BODY).expectError(503);
        workers.doEverything();

        var made = create(api, "retry", BODY).expect(201);

        api.get("/sandboxes/" + made.field("sandboxID")).expect(200);
    }

    /** As after the death of a replica: its create gave up, nobody was told, and the start came through after all. */
    @Test
    void triesAgainAfterAStartThatCameTooLate() {
        workers.endNothing();
        var late = create(api, "late", BODY).expect(201).field("sandboxID");
        database.update(
                "update sandbox set wanted = 'TERMINATED', wanted_cause = 'start:timeout' where id = ?",
                SandboxId.parse(late).value());

        var made = create(api, "late", BODY).expect(201).field("sandboxID");

        assertThat(made).isNotEqualTo(late);
        api.get("/sandboxes/" + made).expect(200);
    }

    @Test
    void givesTheSameAnswerAfterTheSandboxHasEnded() {
        var first = create(api, "ended", BODY).expect(201);
        api.delete("/sandboxes/" + first.field("sandboxID")).expect(204);

        assertThat(create(api, "ended", BODY).expect(201).json()).isEqualTo(first.json());
    }

    @Test
    void saysThatTheFirstIsStillRunning() throws InterruptedException, ExecutionException {
        workers.startNothing();

        var replies = atOnce(2, () -> create(api, "running", BODY));

        assertThat(replies).anySatisfy(reply -> reply.expectError(503));
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isIn(409, 503);
            assertThat(reply.header("Should-Retry")).contains("true");
        });
    }

    private static Reply create(Api caller, String key, String body) {
        return caller.with("Idempotency-Key", key).post("/v2/sandboxes", body);
    }

    private static List<Reply> atOnce(int number, Callable<Reply> call)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = threads.invokeAll(
                    IntStream.range(0, number).mapToObj(n -> call).toList());
            var replies = new ArrayList<Reply>();
            for (var future : futures) {
                replies.add(future.get());
            }
            return replies;
        }
    }
}
