package io.smartboxes.controlplane.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyUseTest {

    private static TestDatabase database;
    private static TestReplica replica;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        replica = TestReplica.withoutLink(database, Map.of());
    }

    @AfterAll
    static void stop() {
        replica.close();
        database.close();
    }

    @Test
    void isWrittenInABatchAndNotByRequests() {
        var tenant = TestTenant.in(replica, database);
        var before = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);

        tenant.at(replica).get("/v2/sandboxes").expect(200);
        assertThat(lastUsed(tenant)).isNull();
        replica.bean(KeyUse.class).write();

        assertThat(lastUsed(tenant)).isAfterOrEqualTo(before);
        assertThat(tenant.at(replica)
                        .get("/v1/api-keys")
                        .json()
                        .path("keys")
                        .path(0)
                        .path("lastUsedAt")
                        .asText())
                .isEqualTo(lastUsed(tenant).toString());
    }

    @Test
    void onlyMovesForward() {
        var tenant = TestTenant.in(replica, database);
        var later = Instant.parse("2999-01-01T00:00:00Z");
        tenant.at(replica).get("/v2/sandboxes").expect(200);
        database.update(
                "update api_key set last_used_at = ? where tenant_id = ?",
                later,
                tenant.id().value());

        replica.bean(KeyUse.class).write();

        assertThat(lastUsed(tenant)).isEqualTo(later);
    }

    @Test
    void waitsForItsTurnAndForgetsNothing() throws SQLException {
        var tenant = TestTenant.in(replica, database);
        tenant.at(replica).get("/v2/sandboxes").expect(200);
        try (var other = database.connect("smartboxes_system");
                var lock = other.createStatement()) {
            lock.execute("select pg_advisory_lock(" + 0x736d6278_0002L + ")");
            replica.bean(KeyUse.class).write();
            assertThat(lastUsed(tenant)).isNull();
            // Closing would release it too, but some time after close has returned.
            lock.execute("select pg_advisory_unlock(" + 0x736d6278_0002L + ")");
        }

        replica.bean(KeyUse.class).write();

        assertThat(lastUsed(tenant)).isNotNull();
    }

    private static Instant lastUsed(TestTenant tenant) {
        var at = (Timestamp) database.rows(
                        "select last_used_at from api_key where tenant_id = ?",
                        tenant.id().value())
                .getFirst()
                .get("last_used_at");
        return at == null ? null : at.toInstant();
    }
}
