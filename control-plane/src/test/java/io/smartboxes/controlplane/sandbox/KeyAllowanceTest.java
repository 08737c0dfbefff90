package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.OidcIssuer;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestPerson;
import io.smartboxes.controlplane.testing.TestReplica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many sandboxes a key may have running. */
class KeyAllowanceTest {

    private static OidcIssuer issuer;
    private static TestDatabase database;
    private static TestReplica replica;
    private static TestReplica otherReplica;
    private static ScriptedWorkers workers;
    private static Api owner;

    @BeforeAll
    static void start() {
        issuer = new OidcIssuer();
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, issuer.settings());
        var settings = new HashMap<>(issuer.settings());
        settings.put("smartboxes.replica-id", "other");
        otherReplica = TestReplica.withoutLink(database, settings);
        workers = new ScriptedWorkers(database, replica);
        owner = TestPerson.signUp(issuer, replica, "owner").at(replica);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        workers.close();
        otherReplica.close();
        replica.close();
        database.close();
        issuer.close();
    }

    @Test
    void isNeverOvershotByMany() throws InterruptedException, ExecutionException {
        var key = make(3);
        var answers = new ArrayList<Integer>();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Reply>>();
            for (int number = 0; number < 30; number++) {
                var caller = caller(number % 2 == 0 ? replica : otherReplica, key);
                calls.add(threads.submit(() -> create(caller)));
            }
            for (var call : calls) {
                answers.add(call.get().status());
            }
        }

        assertThat(answers.stream().filter(status -> status == 201)).hasSize(3);
        assertThat(answers).containsOnly(201, 429);
    }

    @Test
    void comesBackWithEachEnd() {
        var key = caller(replica, make(1));
        String id = create(key).expect(201).field("sandboxID");

        var refused = create(key).expectError(429);
        assertThat(refused.field("error_code")).isEqualTo("api_key_limit_reached");
        assertThat(refused.field("message")).contains("1 sandboxes");
        assertThat(refused.header("Should-Retry")).hasValue("false");
        key.delete("/sandboxes/" + id).expect(204);

        create(key).expect(201);
    }

    @Test
    void concernsNobodyElse() {
        var key = caller(replica, make(1));
        create(key).expect(201);
        create(key).expectError(429);

        create(owner).expect(201);
        create(caller(replica, make(1))).expect(201);
    }

    @Test
    void isNotRenewedByARotation() {
        var old = make(1);
        create(caller(replica, old)).expect(201);

        var fresh = owner.post("/v1/api-keys/" + old.field("id") + "/rotate", "{\"overlap\":\"1h\"}")
                .expect(201);
        var freshest = owner.post("/v1/api-keys/" + fresh.field("id") + "/rotate", "{\"overlap\":\"0\"}")
                .expect(201);

        create(caller(replica, freshest)).expectError(429);
    }

    @Test
    void leavesAnIdempotencyKeyThatItRefusesFree() {
        var key = caller(replica, make(1));
        String id = create(key).expect(201).field("sandboxID");
        var again = key.with("Idempotency-Key", "once");
        create(again).expectError(429);
        key.delete("/sandboxes/" + id).expect(204);

        String made = create(again).expect(201).field("sandboxID");

        assertThat(create(again).expect(201).field("sandboxID")).isEqualTo(made);
    }

    private static Reply make(int max) {
        return owner.post("/v1/api-keys", "{\"name\":\"limited\",\"sandboxesMax\":" + max + "}")
                .expect(201);
    }

    private static Reply create(Api caller) {
        return caller.post("/v2/sandboxes", "{\"templateID\":\"base\"}");
    }

    private static Api caller(TestReplica replica, Reply made) {
        return new Api(replica.url(), Map.of("X-API-KEY", made.field("key")));
    }
}
