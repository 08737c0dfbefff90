package io.smartboxes.controlplane.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** A PostgreSQL that a test may kill and start again: same data, same port, real fsync. */
public final class OwnCluster implements AutoCloseable {

    /** How long replaying its log may take on a busy machine. */
    private static final Duration RECOVERY_MAX = Duration.ofMinutes(1);

    private final Path data;
    private EmbeddedPostgres postgres;
    private final int port;
    private final TestDatabase database;

    public OwnCluster(Path directory) throws IOException {
        data = directory.resolve("data");
        postgres = builder().start();
        port = postgres.getPort();
        database = new TestDatabase(new TestCluster(postgres));
    }

    public TestDatabase database() {
        return database;
    }

    /** SIGKILL to every process of it. */
    public void kill() throws IOException, ExecutionException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        var process = ProcessHandle.of(postmaster).orElseThrow();
        var children = process.children().toList();
        process.destroyForcibly();
        for (var child : children) {
            child.destroyForcibly();
            child.onExit().get();
        }
        process.onExit().get();
    }

    /** Starts it on what the kill left, and returns once it answers. */
    public void start() throws IOException {
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        Files.deleteIfExists(data.resolve("epg-lock"));
        postgres = builder().setPort(port).start();
        Waiting.until(this::answers);
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(database.url(), "postgres", "postgres")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setPGStartupWait(RECOVERY_MAX)
                .setCleanDataDirectory(false)
                // The library turns both off, and then a kill loses what was committed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100");
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
