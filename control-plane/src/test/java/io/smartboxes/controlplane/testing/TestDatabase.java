package io.smartboxes.controlplane.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.MigrationVersion;

/** A migrated database of its own for a test class. */
public final class TestDatabase implements AutoCloseable {

    private final TestCluster cluster;
    private final String name;

    public TestDatabase() {
        this(TestCluster.instance());
    }

    TestDatabase(TestCluster cluster) {
        this(cluster, cluster.cloneDatabase());
    }

    private TestDatabase(TestCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /** One with the schema of that version. */
    public static TestDatabase migratedTo(String version) {
        var cluster = TestCluster.instance();
        return new TestDatabase(cluster, cluster.oldDatabase(version));
    }

    /** Brings it up to date. */
    public void migrate() {
        cluster.migrate(name, MigrationVersion.LATEST);
    }

    /** Connects as one of smartboxes_owner, smartboxes_tenant, smartboxes_system. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(url(), role, TestCluster.PASSWORD);
    }

    public String url() {
        return cluster.url(name);
    }

    /** Runs one statement past row-level security, for arranging what no API can make. */
    public int update(String sql, Object... parameters) {
        try (var connection = cluster.superuser(name);
                var statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(
                        index + 1,
                        parameters[index] instanceof Instant instant
                                ? instant.atOffset(ZoneOffset.UTC)
                                : parameters[index]);
            }
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Every row as a map of column to value, past row-level security. */
    public List<Map<String, Object>> rows(String sql, Object... parameters) {
        try (var connection = cluster.superuser(name);
                var statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            return rows(statement.executeQuery());
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** What a replica needs to know to use this database. */
    public Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        settings.put("smartboxes.migration.url", url());
        settings.put("smartboxes.migration.username", "smartboxes_owner");
        settings.put("smartboxes.migration.password", TestCluster.PASSWORD);
        for (String pool : List.of("tenant", "system")) {
            settings.put("datasources." + pool + ".url", url());
            settings.put("datasources." + pool + ".username", "smartboxes_" + pool);
            settings.put("datasources." + pool + ".password", TestCluster.PASSWORD);
        }
        return settings;
    }

    /** Ends every connection and lets none in, as if the server were gone. */
    public void goAway() {
        cluster.execute("alter database " + name + " allow_connections false");
        cluster.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    }

    /** Ends {@link #goAway}. */
    public void comeBack() {
        cluster.execute("alter database " + name + " allow_connections true");
    }

    @Override
    public void close() {
        cluster.drop(name);
    }

    private static List<Map<String, Object>> rows(ResultSet results) throws SQLException {
        var rows = new ArrayList<Map<String, Object>>();
        while (results.next()) {
            var row = new HashMap<String, Object>();
            for (int column = 1; column <= results.getMetaData().getColumnCount(); column++) {
                row.put(results.getMetaData().getColumnLabel(column), results.getObject(column));
            }
            rows.add(row);
        }
        return rows;
    }
}
