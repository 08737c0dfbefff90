package io.smartboxes.controlplane.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.LimitWatch;
import io.smartboxes.controlplane.testing.Reply;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Ten times as many creates at once as there may be, at two replicas: exactly as many as there may be, again and again. */
class QuotaRaceTest {

    private static final int LIMIT = 10;
    private static final int ROUNDS = 3;

    @Test
    void makesExactlyAsManyAsThereMayBe() throws InterruptedException {
        try (var database = new TestDatabase();
                var first = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "first"));
                var second = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "second"));
                var workers = new ScriptedWorkers(database, second);
                var watch = new LimitWatch(database, LIMIT)) {
            var tenant = TestTenant.in(first, database);
            first.bean(LimitOverrides.class)
                    .set(
                            tenant.id(),
                            new LimitOverrides.Order(
                                    LimitedResource.SANDBOXES, (long) LIMIT, "a race", "the tests", null));

            // What replicas remember of keys and templates, they have asked for; a hundred that ask at once are not
            // tested here.
            for (var replica : List.of(first, second)) {
                var warm = tenant.at(replica)
                        .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                        .expect(201);
                tenant.at(replica)
                        .delete("/sandboxes/" + warm.field("sandboxID"))
                        .expect(204);
            }
            Waiting.until(() -> lives(database) == 0);

            for (int round = 0; round < ROUNDS; round++) {
                var replies = createAtOnce(tenant, List.of(first, second));

                assertThat(replies).extracting(Reply::status).containsOnly(201, 429);
                var made = replies.stream()
                        .filter(reply -> reply.status() == 201)
                        .map(reply -> reply.field("sandboxID"))
                        .toList();
                assertThat(made).hasSize(LIMIT).doesNotHaveDuplicates();
                assertThat(lives(database)).isEqualTo(LIMIT);
                made.forEach(sandbox ->
                        tenant.at(second).delete("/sandboxes/" + sandbox).expect(204));
                Waiting.until(() -> lives(database) == 0);
            }
            assertThat(first.bean(QuotaRecount.class).recount()).isZero();
        }
    }

    private static List<Reply> createAtOnce(TestTenant tenant, List<TestReplica> replicas) {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var creates = new ArrayList<CompletableFuture<Reply>>();
            for (int number = 0; number < 10 * LIMIT; number++) {
                var api = tenant.at(replicas.get(number % replicas.size()));
                creates.add(CompletableFuture.supplyAsync(
                        () -> api.post("/v2/sandboxes", "{\"templateID\":\"base\"}"), callers));
            }
            return creates.stream().map(CompletableFuture::join).toList();
        }
    }

    private static int lives(TestDatabase database) {
        return database.rows("select id from sandbox where seen not in ('TERMINATED', 'FAILED')")
                .size();
    }
}
