package io.smartboxes.controlplane.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.Api;
import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstTenantTest {

    @Test
    void makesOneTenantWithAWorkingKey(@TempDir Path directory) throws IOException {
        Map<String, Object> settings = Map.of("smartboxes.bootstrap.directory", directory.toString());
        try (var database = new TestDatabase()) {
            String key;
            try (var replica = TestReplica.withoutLink(database, settings)) {
                Path file = directory.resolve("api-key");
                key = Files.readString(file).strip();
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                new Api(replica.url(), Map.of("X-API-KEY", key))
                        .get("/v2/sandboxes")
                        .expect(200);
            }
            try (var again = TestReplica.withoutLink(database, settings)) {
                assertThat(Files.readString(directory.resolve("api-key")).strip())
                        .isEqualTo(key);
                assertThat(database.rows("select name from tenant")).containsExactly(Map.of("name", "local"));
            }
        }
    }
}
