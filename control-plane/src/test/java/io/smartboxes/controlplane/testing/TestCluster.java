package io.smartboxes.controlplane.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** One PostgreSQL for the test run, with the real roles and a migrated template that databases are cloned from. */
final class TestCluster {

    static final String PASSWORD = "test";

    private static final TestCluster INSTANCE = new TestCluster(started());

    private final EmbeddedPostgres postgres;
    private final AtomicInteger databases = new AtomicInteger();

    TestCluster(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        try {
            execute(roles());
            execute("create database migrated owner smartboxes_owner");
            migrate("migrated", MigrationVersion.LATEST);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void migrate(String database, MigrationVersion target) {
        Flyway.configure()
                .dataSource(url(database), "smartboxes_owner", PASSWORD)
                .target(target)
                .load()
                .migrate();
    }

    private static EmbeddedPostgres started() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", "off")
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static TestCluster instance() {
        return INSTANCE;
    }

    /** The name of a new database, a copy of the migrated one. */
    synchronized String cloneDatabase() {
        String name = "test_" + databases.incrementAndGet();
        execute("create database " + name + " template migrated owner smartboxes_owner");
        return name;
    }

    /** The name of a new database, of an installation that was last brought up to date long ago. */
    synchronized String oldDatabase(String version) {
        String name = "test_" + databases.incrementAndGet();
        execute("create database " + name + " owner smartboxes_owner");
        migrate(name, MigrationVersion.fromVersion(version));
        return name;
    }

    void drop(String name) {
        execute("drop database " + name + " with (force)");
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
    }

    void execute(String sql) {
        try (var connection = superuser("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "postgres");
    }

    private static String roles() throws IOException {
        return Files.readString(repository().resolve("infra/postgresql/roles.sql"))
                .replaceAll(":'(owner|tenant|system)_password'", "'" + PASSWORD + "'");
    }

    /** The root of the work tree. */
    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("infra"))) {
            here = here.getParent();
        }
        return here;
    }
}
