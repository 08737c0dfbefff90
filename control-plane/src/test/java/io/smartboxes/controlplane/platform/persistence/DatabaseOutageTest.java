package io.smartboxes.controlplane.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.OwnCluster;
import io.smartboxes.controlplane.testing.ScriptedWorkers;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import io.smartboxes.controlplane.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutageTest {

    /** From the moment that PostgreSQL answers again. */
    private static final Duration BACK_WITHIN = Duration.ofSeconds(10);

    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(8);

    @Test
    void refusesClearlyAndComesBackWithEveryAcknowledgedWrite(@TempDir Path directory) throws Exception {
        try (var cluster = new OwnCluster(directory);
                var replica = TestReplica.withoutLink(cluster.database(), Map.of())) {
            var api = TestTenant.in(replica, cluster.database()).at(replica);
            String kept;
            try (var workers = new ScriptedWorkers(cluster.database(), replica)) {
                kept = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}")
                        .expect(201)
                        .field("sandboxID");
            }

            cluster.kill();

            long asked = System.nanoTime();
            var create = api.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expectError(503);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(REFUSED_WITHIN);
            assertThat(create.header("Retry-After")).get().asString().matches("\\d+");
            api.get("/sandboxes/" + kept).expectError(503);
            api.delete("/sandboxes/" + kept).expectError(503);
            api.get("/v2/sandboxes").expectError(503);
            assertThat(api.get("/health").expect(200).field("database")).isEqualTo("down");

            cluster.start();
            long back = System.nanoTime();

            Waiting.until(() -> api.get("/sandboxes/" + kept).status() != 503);
            api.get("/sandboxes/" + kept).expect(200);
            assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(BACK_WITHIN);
            assertThat(api.get("/health").field("database")).isEqualTo("up");
            try (var workers = new ScriptedWorkers(cluster.database(), replica)) {
                api.post("/v2/sandboxes", "{\"templateID\":\"base\"}").expect(201);
            }
        }
    }
}
