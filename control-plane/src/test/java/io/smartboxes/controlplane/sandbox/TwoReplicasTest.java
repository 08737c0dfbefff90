package io.smartboxes.controlplane.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TwoReplicasTest {

    /** The workers hear and answer at the second replica only, so every nudge has to cross. */
    @Test
    void serveTheSameSandboxes() throws InterruptedException {
        try (var database = new TestDatabase();
                var first = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "first"));
                var second = TestReplica.withoutLink(database, Map.of("smartboxes.replica-id", "second"));
                var workers = new ScriptedWorkers(database, second)) {
            var tenant = TestTenant.in(first, database);

            var made = tenant.at(first)
                    .post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                    .expect(201);
            var id = made.field("sandboxID");

            var seen = tenant.at(second).get("/sandboxes/" + id).expect(200);
            assertThat(seen.field("envdAccessToken")).isEqualTo(made.field("envdAccessToken"));
            tenant.at(second).delete("/sandboxes/" + id).expect(204);
            tenant.at(first).get("/sandboxes/" + id).expectError(404);
        }
    }
}
