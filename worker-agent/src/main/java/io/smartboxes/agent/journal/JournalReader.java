package io.smartboxes.agent.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smartboxes.agent.runtime.RuntimeId;
import io.smartboxes.agent.runtime.TemplateBuild;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.Report;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns rows back into lines. */
final class JournalReader {

    private JournalReader() {}

    static List<SandboxLine> sandboxes(Connection connection) throws SQLException {
        var lines = new ArrayList<SandboxLine>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select sandbox.*, name, image, vcpus, memory_mib, disk_mib,
                            meter.sequence, started_wall_millis, until_millis, cpu_millis
                        from sandbox join template using (build) left join meter using (id, epoch)
                        order by sandbox.id, epoch
                        """)) {
            while (row.next()) {
                long startedNanos = row.getLong("started_nanos");
                boolean started = !row.wasNull();
                lines.add(new SandboxLine(
                        SandboxId.parse(row.getString("id")),
                        row.getLong("epoch"),
                        row.getString("tenant_id"),
                        row.getString("request_id"),
                        new RuntimeId(row.getString("runtime_id")),
                        template(row),
                        SandboxLine.Phase.valueOf(row.getString("phase")),
                        row.getString("boot"),
                        row.getLong("deadline_nanos"),
                        row.getLong("deadline_revision"),
                        started ? startedNanos : null,
                        row.getInt("warm") != 0,
                        row.getString("cause"),
                        row.getString("message"),
                        meter(row)));
            }
        }
        return lines;
    }

    private static @Nullable MeterLine meter(ResultSet row) throws SQLException {
        long sequence = row.getLong("sequence");
        if (row.wasNull()) {
            return null;
        }
        long cpuMillis = row.getLong("cpu_millis");
        boolean cpuKnown = !row.wasNull();
        return new MeterLine(
                sequence, row.getLong("started_wall_millis"), row.getLong("until_millis"), cpuKnown ? cpuMillis : null);
    }

    static List<WarmLine> warm(Connection connection) throws SQLException {
        var lines = new ArrayList<WarmLine>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select warm_box.*, name, image, vcpus, memory_mib, disk_mib
                        from warm_box join template using (build) order by runtime_id
                        """)) {
            while (row.next()) {
                lines.add(
                        new WarmLine(new RuntimeId(row.getString("runtime_id")), template(row), row.getString("boot")));
            }
        }
        return lines;
    }

    static Optional<Tombstone> tombstone(Connection connection, SandboxId id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select * from tombstone where id = ?")) {
            statement.setString(1, id.toString());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new Tombstone(
                        id,
                        row.getLong("epoch"),
                        row.getString("runtime_id"),
                        row.getString("cause"),
                        row.getString("message"),
                        row.getLong("lived_millis")));
            }
        }
    }

    static List<Report> reports(Connection connection) throws SQLException {
        var reports = new ArrayList<Report>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select body from report order by sequence")) {
            while (row.next()) {
                reports.add(Report.parseFrom(row.getBytes("body")));
            }
        } catch (InvalidProtocolBufferException damaged) {
            throw new SQLException("A report in the journal cannot be read", damaged);
        }
        return reports;
    }

    static long highestSequence(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select seq from sqlite_sequence where name = 'report'")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static TemplateBuild template(ResultSet row) throws SQLException {
        return new TemplateBuild(
                row.getString("name"),
                row.getString("build"),
                Path.of(row.getString("image")),
                row.getInt("vcpus"),
                row.getInt("memory_mib"),
                row.getInt("disk_mib"));
    }
}
