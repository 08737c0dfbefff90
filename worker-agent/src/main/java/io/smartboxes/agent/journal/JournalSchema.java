package io.smartboxes.agent.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The journal's tables. Times are readings of the monotonic clock of the boot that table {@code journal} names. */
final class JournalSchema {

    private static final String[] TABLES = {
        """
        create table if not exists journal (
            singleton integer primary key check (singleton = 1),
            id        text not null,
            boot      text not null
        ) strict
        """,
        """
        create table if not exists template (
            build      text primary key,
            name       text not null,
            image      text not null,
            vcpus      integer not null,
            memory_mib integer not null,
            disk_mib   integer not null
        ) strict
        """,
        """
        create table if not exists warm_box (
            runtime_id text primary key,
            build      text not null references template (build),
            boot       text not null
        ) strict
        """,
        """
        create table if not exists sandbox (
            id                text not null,
            epoch             integer not null,
            tenant_id         text not null,
            request_id        text not null,
            runtime_id        text not null unique,
            build             text not null references template (build),
            phase             text not null check (phase in ('ASSIGNING', 'RUNNING', 'STOPPING')),
            boot              text not null,
            deadline_nanos    integer not null,
            deadline_revision integer not null,
            started_nanos     integer,
            warm              integer not null,
            cause             text,
            message           text,
            primary key (id, epoch),
            check (phase <> 'STOPPING' or cause is not null)
        ) strict
        """,
        // How far the use of a sandbox is told: in the transaction that adds the report which tells it.
        """
        create table if not exists meter (
            id                  text not null,
            epoch               integer not null,
            sequence            integer not null,
            started_wall_millis integer not null,
            until_millis        integer not null,
            cpu_millis          integer,
            primary key (id, epoch)
        ) strict
        """,
        // Only the newest epoch that ended: every older one is as dead.
        """
        create table if not exists tombstone (
            id           text primary key,
            epoch        integer not null,
            runtime_id   text not null,
            cause        text not null,
            message      text not null,
            lived_millis integer not null,
            laid_nanos   integer not null
        ) strict
        """,
        "create index if not exists tombstone_by_age on tombstone (laid_nanos)",
        // AUTOINCREMENT: the highest sequence is remembered when its row is long gone.
        """
        create table if not exists report (
            sequence integer primary key autoincrement,
            body     blob not null
        ) strict
        """,
    };

    private JournalSchema() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
    }
}
