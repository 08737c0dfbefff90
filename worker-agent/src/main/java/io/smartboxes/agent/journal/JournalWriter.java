package io.smartboxes.agent.journal;

import io.smartboxes.agent.runtime.TemplateBuild;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns entries into rows. Used by one thread, inside its transaction. */
final class JournalWriter {

    private final Connection connection;
    private final LongSupplier nanos;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    JournalWriter(Connection connection, LongSupplier nanos) {
        this.connection = connection;
        this.nanos = nanos;
    }

    void write(JournalEntry entry) throws SQLException {
        switch (entry) {
            case JournalEntry.Assigned assigned -> assigned(assigned.line());
            case JournalEntry.Started started ->
                run(
                        "update sandbox set phase = 'RUNNING', started_nanos = ? where id = ? and epoch = ?",
                        started.startedNanos(),
                        started.id(),
                        started.epoch());
            case JournalEntry.DeadlineMoved moved ->
                run(
                        "update sandbox set deadline_nanos = ?, deadline_revision = ? where id = ? and epoch = ?",
                        moved.deadlineNanos(),
                        moved.revision(),
                        moved.id(),
                        moved.epoch());
            case JournalEntry.Stopping stopping ->
                run(
                        "update sandbox set phase = 'STOPPING', cause = ?, message = ? where id = ? and epoch = ?",
                        stopping.cause(),
                        stopping.message(),
                        stopping.id(),
                        stopping.epoch());
            case JournalEntry.Metered metered -> metered(metered);
            case JournalEntry.Ended ended -> ended(ended.tombstone());
            case JournalEntry.WarmAdded added -> warmAdded(added.line());
            case JournalEntry.WarmRemoved removed -> run("delete from warm_box where runtime_id = ?", removed.id());
            case JournalEntry.ReportAdded added ->
                run(
                        "insert into report (sequence, body) values (?, ?)",
                        added.report().getSequence(),
                        added.report().build().toByteArray());
            case JournalEntry.ReportsAcknowledged acknowledged ->
                run("delete from report where sequence <= ?", acknowledged.sequence());
            case JournalEntry.TombstonesPurged purged ->
                run("delete from tombstone where laid_nanos < ?", purged.beforeNanos());
        }
    }

    private void assigned(SandboxLine line) throws SQLException {
        template(line.template());
        run(
                """
                insert into sandbox (id, epoch, tenant_id, request_id, runtime_id, build, phase, boot, deadline_nanos,
                    deadline_revision, started_nanos, warm, cause, message)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                line.id(),
                line.epoch(),
                line.tenantId(),
                line.requestId(),
                line.runtimeId(),
                line.template().build(),
                line.phase(),
                line.boot(),
                line.deadlineNanos(),
                line.deadlineRevision(),
                line.startedNanos(),
                line.warm(),
                line.cause(),
                line.message());
        run("delete from warm_box where runtime_id = ?", line.runtimeId());
    }

    private void metered(JournalEntry.Metered metered) throws SQLException {
        run(
                """
                insert into meter (id, epoch, sequence, started_wall_millis, until_millis, cpu_millis)
                values (?, ?, ?, ?, ?, ?)
                on conflict (id, epoch) do update set sequence = excluded.sequence,
                    until_millis = excluded.until_millis, cpu_millis = excluded.cpu_millis
                """,
                metered.id(),
                metered.epoch(),
                metered.line().sequence(),
                metered.line().startedWallMillis(),
                metered.line().untilMillis(),
                metered.line().cpuMillis());
    }

    private void ended(Tombstone tombstone) throws SQLException {
        run("delete from sandbox where id = ? and epoch <= ?", tombstone.id(), tombstone.epoch());
        run("delete from meter where id = ? and epoch <= ?", tombstone.id(), tombstone.epoch());
        run(
                """
                insert into tombstone (id, epoch, runtime_id, cause, message, lived_millis, laid_nanos)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update set epoch = excluded.epoch, runtime_id = excluded.runtime_id,
                    cause = excluded.cause, message = excluded.message, lived_millis = excluded.lived_millis,
                    laid_nanos = excluded.laid_nanos
                where excluded.epoch >= tombstone.epoch
                """,
                tombstone.id(),
                tombstone.epoch(),
                tombstone.runtimeId(),
                tombstone.cause(),
                tombstone.message(),
                tombstone.livedMillis(),
                nanos.getAsLong());
    }

    private void warmAdded(WarmLine line) throws SQLException {
        template(line.template());
        run(
                "insert into warm_box (runtime_id, build, boot) values (?, ?, ?)",
                line.runtimeId(),
                line.template().build(),
                line.boot());
    }

    private void template(TemplateBuild template) throws SQLException {
        run(
                """
                insert into template (build, name, image, vcpus, memory_mib, disk_mib) values (?, ?, ?, ?, ?, ?)
                on conflict (build) do update set image = excluded.image where image <> excluded.image
                """,
                template.build(),
                template.name(),
                template.image(),
                template.vcpus(),
                template.memoryMib(),
                template.diskMib());
    }

    private void run(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int index = 0; index < values.length; index++) {
            bind(statement, index + 1, values[index]);
        }
        statement.executeUpdate();
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
            case byte[] bytes -> statement.setBytes(index, bytes);
            default -> statement.setString(index, value.toString());
        }
    }
}
