package io.smartboxes.controlplane.platform.background;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Opens the bus's own connections: they stay open, so they do not come from a pool. */
@Singleton
record NudgeConnection(
        @Value("${datasources.system.url}") String url,
        @Value("${datasources.system.username}") String username,
        @Value("${datasources.system.password}") String password) {

    Connection open() throws SQLException {
        return DriverManager.getConnection(url, username, password);
    }
}
