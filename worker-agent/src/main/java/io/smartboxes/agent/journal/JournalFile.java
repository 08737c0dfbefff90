package io.smartboxes.agent.journal;

import io.smartboxes.agent.host.MonotonicClock;
import io.smartboxes.workerlink.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.sqlite.SQLiteConfig;

/** The file under the journal: how it is opened, and which journal it is. */
final class JournalFile {

    private static final int BUSY_MILLIS_MAX = 5_000;

    private JournalFile() {}

    static void prepare(Path file) throws IOException {
        // The driver unpacks its native library there; a kill would leave it behind in the shared /tmp.
        System.setProperty(
                "org.sqlite.tmpdir", String.valueOf(file.toAbsolutePath().getParent()));
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        config.enforceForeignKeys(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    static void synchronous(Connection connection, boolean full) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma synchronous = " + (full ? "full" : "normal"));
        }
    }

    /**
     * The journal's id. A new boot of the kernel makes it another journal: a power cut may have taken reports that the
     * control plane has seen, so the old numbers must not be used again, and readings of the old clock mean nothing.
     */
    static String identify(Connection connection, MonotonicClock clock) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id, boot from journal")) {
            if (row.next() && row.getString("boot").equals(clock.boot())) {
                return row.getString("id");
            }
        }
        String id = UUID.randomUUID().toString();
        connection.setAutoCommit(false);
        renumberReports(connection);
        try (PreparedStatement journal = connection.prepareStatement(
                        "insert or replace into journal (singleton, id, boot) values (1, ?, ?)");
                PreparedStatement tombstones = connection.prepareStatement("update tombstone set laid_nanos = ?")) {
            journal.setString(1, id);
            journal.setString(2, clock.boot());
            journal.executeUpdate();
            tombstones.setLong(1, clock.nanos());
            tombstones.executeUpdate();
        }
        connection.commit();
        connection.setAutoCommit(true);
        return id;
    }

    private static void renumberReports(Connection connection) throws SQLException {
        var reports = JournalReader.reports(connection);
        try (Statement clear = connection.createStatement();
                PreparedStatement insert =
                        connection.prepareStatement("insert into report (sequence, body) values (?, ?)")) {
            clear.execute("delete from report");
            clear.execute("delete from sqlite_sequence where name = 'report'");
            long sequence = 0;
            for (Report report : reports) {
                insert.setLong(1, ++sequence);
                insert.setBytes(
                        2, report.toBuilder().setSequence(sequence).build().toByteArray());
                insert.executeUpdate();
            }
        }
    }
}
