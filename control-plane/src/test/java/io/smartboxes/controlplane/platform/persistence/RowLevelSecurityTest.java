package io.smartboxes.controlplane.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smartboxes.controlplane.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connects as each role and looks for rows that are not its own, in every table that belongs to tenants. */
class RowLevelSecurityTest {

    private static final UUID MINE = UUID.fromString("01900000-0000-7000-8000-00000000000a");
    private static final UUID THEIRS = UUID.fromString("01900000-0000-7000-8000-00000000000b");

    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = new TestDatabase();
        for (UUID tenant : List.of(MINE, THEIRS)) {
            String sandbox = "md5('sandbox" + tenant + "')::uuid";
            for (String sql : List.of(
                    "insert into tenant (id, name, created_at) values ('%s', 'x', now())",
                    "insert into user_account (id, issuer, sub, email, created_at)"
                            + " values (md5('user%s')::uuid, 'i', '%<s', 'x', now())",
                    "insert into user_session (id, issuer, sid, user_id, started_at, last_seen_at)"
                            + " values (gen_random_uuid(), 'i', '%s', md5('user%<s')::uuid, now(), now())",
                    "insert into membership (tenant_id, user_id, role, since) values ('%s', md5('user%<s')::uuid, 'owner', now())",
                    "insert into api_key (tenant_id, id, name, hash, mask, created_at)"
                            + " values ('%s', gen_random_uuid(), 'x', sha256('%<s'), 'x', now())",
                    "insert into template (tenant_id, id, name, vcpus, memory_mib, disk_mib, created_at)"
                            + " values ('%s', gen_random_uuid(), 'own', 1, 1, 1, now())",
                    "insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib, wanted_end_at,"
                            + " created_at, start_by) select '%s', " + sandbox
                            + ", id, name, 1, 1, 1, now(), now(), now() from template limit 1",
                    "insert into quota (tenant_id, sandboxes, vcpu_milli, memory_mib, disk_mib) values ('%s', 1, 1, 1, 1)",
                    "insert into creation_bucket (tenant_id) values ('%s')",
                    "insert into limit_override (tenant_id, resource, max, reason, made_by, made_at)"
                            + " values ('%s', 'sandboxes', 1, 'x', 'x', now())",
                    "insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, at)"
                            + " values ('%s', gen_random_uuid(), " + sandbox + ", 0, 'created', now())",
                    "insert into terminal_ticket (tenant_id, id, sandbox_id, epoch, terminal_id, new_terminal, hash, api_key_id,"
                            + " created_at, expires_at) values ('%s', gen_random_uuid(), " + sandbox
                            + ", 0, gen_random_uuid(), true, '\\x00', gen_random_uuid(), now(), now())",
                    "insert into sandbox_holder (tenant_id, sandbox_id, holder_id, kind, since)" + " values ('%s', "
                            + sandbox + ", gen_random_uuid(), 'key', now())",
                    "insert into mail (tenant_id, id, kind, created_at, next_try_at, sent_at)"
                            + " values ('%s', gen_random_uuid(), 'x', now(), now(), now())",
                    "insert into invitation (tenant_id, id, email, role, token_hash, invited_by, invited_by_name, created_at,"
                            + " expires_at) values ('%s', gen_random_uuid(), 'me@%<s', 'viewer', '\\x00',"
                            + " md5('user%<s')::uuid, 'x', now(), now())",
                    "insert into audit_event (tenant_id, id, at, actor, action, outcome, repeats)"
                            + " values ('%s', gen_random_uuid(), now(), 'system', 'x', 'done', 1)",
                    "insert into audit_event (user_id, id, at, actor, action, outcome, repeats)"
                            + " values (md5('user%s')::uuid, gen_random_uuid(), now(), 'system', 'x', 'done', 1)",
                    "insert into audit_refusal (tenant_id, id, minute, at, actor, action, code, repeats)"
                            + " values ('%s', gen_random_uuid(), now(), now(), 'system', 'x', 'x', 1)",
                    "insert into audit_refusal (user_id, id, minute, at, actor, action, code, repeats)"
                            + " values (md5('user%s')::uuid, gen_random_uuid(), now(), now(), 'system', 'x', 'x', 1)",
                    "insert into log_read (tenant_id, id, sandbox_id, worker_id, question, asked_at)"
                            + " select '%s', gen_random_uuid(), id, id, '\\x00', now() from sandbox where id = "
                            + sandbox,
                    "insert into sandbox_idempotency (tenant_id, key, body_hash, sandbox_id, created_at)"
                            + " values ('%s', 'x', '\\x00', " + sandbox + ", now())",
                    "insert into usage_ledger (tenant_id, id, sandbox_id, epoch, sequence, meter, worker_id, template_id, from_at,"
                            + " to_at, quantity, recorded_at) select '%s', gen_random_uuid(), id, 1, 1, 'vcpu', id, template_id,"
                            + " now(), now() + interval '1 second', 1, now() from sandbox where id = " + sandbox,
                    "insert into usage_hour (tenant_id, sandbox_id, hour, meter, template_id, quantity, running_millis)"
                            + " select '%s', id, date_trunc('hour', now(), 'UTC'), 'vcpu', template_id, 1, 1 from sandbox"
                            + " where id = " + sandbox,
                    "insert into sandbox_metric (tenant_id, sandbox_id, at, span, cpu, memory, cache, disk)"
                            + " values ('%s', " + sandbox + ", now(), 5, 1, 1, 1, 1)",
                    "insert into sandbox_metric_watch (tenant_id, sandbox_id, look_at) values ('%s', " + sandbox
                            + ", now())",
                    "insert into billing_line (tenant_id, id, hour, meter, quantity, price_version, made_at, next_try_at)"
                            + " values ('%s', gen_random_uuid(), date_trunc('hour', now(), 'UTC'), 'vcpu', 1, 1, now(), now())")) {
                database.update(sql.formatted(tenant));
            }
        }
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    /** From the catalogue, so that a new table cannot be forgotten. */
    static Stream<String> tenantTables() {
        return database.rows("""
                        select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
                        where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                          and (a.attname = 'tenant_id' or c.relname = 'tenant')
                        """).stream().map(row -> row.get("name").toString());
    }

    @ParameterizedTest
    @MethodSource("tenantTables")
    void isForcedOnEveryTableOfTenants(String table) {
        assertThat(database.rows("select relrowsecurity, relforcerowsecurity from pg_class where relname = ?", table))
                .singleElement()
                .satisfies(row -> assertThat(row).containsValues(true).doesNotContainValue(false));
    }

    @ParameterizedTest
    @MethodSource("tenantTables")
    void showsATenantItsOwnRowsOnly(String table) throws SQLException {
        String owner = table.equals("tenant") ? "id" : "tenant_id";
        try (var connection = database.connect("smartboxes_tenant")) {
            connection.setAutoCommit(false);
            assertThat(count(connection, table, owner + " is not null"))
                    .as("no tenant set")
                    .isZero();

            enter(connection, MINE);
            assertThat(count(connection, table, owner + " = '" + MINE + "'"))
                    .as("own rows")
                    .isPositive();
            assertThat(count(connection, table, owner + " <> '" + MINE + "'"))
                    .as("foreign rows")
                    .isZero();
            connection.rollback();

            assertThat(count(connection, table, owner + " is not null"))
                    .as("the setting ends with its transaction")
                    .isZero();
            connection.rollback();
        }
    }

    @ParameterizedTest
    @MethodSource("tenantTables")
    void changesNoForeignRow(String table) throws SQLException {
        String owner = table.equals("tenant") ? "id" : "tenant_id";
        try (var connection = database.connect("smartboxes_tenant")) {
            connection.setAutoCommit(false);
            enter(connection, MINE);
            for (String change : List.of(
                    "delete from " + table + " where " + owner + " = '" + THEIRS + "'",
                    "update " + table + " set " + owner + " = '" + MINE + "' where " + owner + " = '" + THEIRS + "'",
                    "update " + table + " set " + owner + " = '" + THEIRS + "' where " + owner + " = '" + MINE + "'")) {
                var savepoint = connection.setSavepoint();
                assertThat(changedBy(connection, change)).as(change).isZero();
                connection.rollback(savepoint);
            }
            connection.rollback();
        }
    }

    @Test
    void givesNobodyTheMeansToStepAround() {
        assertThat(
                        database.rows(
                                "select rolname from pg_roles where rolname like 'smartboxes%' and (rolsuper or rolbypassrls or rolcreaterole)"))
                .isEmpty();
        assertThat(
                        database.rows(
                                "select tablename from pg_tables where schemaname = 'public' and tableowner <> 'smartboxes_owner'"))
                .isEmpty();
    }

    /** Not even the system role takes back a line of the audit log. */
    @Test
    void letsNobodyChangeTheAuditLog() throws SQLException {
        for (String role : List.of("smartboxes_tenant", "smartboxes_system")) {
            try (var connection = database.connect(role)) {
                connection.setAutoCommit(false);
                enter(connection, MINE);
                assertThat(count(connection, "audit_event", "tenant_id = '" + MINE + "'"))
                        .isEqualTo(1);
                for (String change : List.of(
                        "update audit_event set actor = 'system'",
                        "update audit_event set repeats = 2",
                        "delete from audit_event",
                        "truncate audit_event")) {
                    var savepoint = connection.setSavepoint();
                    assertThatThrownBy(() -> execute(connection, change)).hasMessageContaining("permission denied");
                    connection.rollback(savepoint);
                }
                connection.rollback();
            }
        }
        try (var connection = database.connect("smartboxes_tenant")) {
            assertThatThrownBy(() -> execute(connection, "select audit_forget(now(), 1000)"))
                    .hasMessageContaining("permission denied");
        }
        try (var connection = database.connect("smartboxes_owner")) {
            execute(connection, "delete from audit_event");
            execute(connection, "select audit_forget(now() + interval '1 year', 1000)");
        }
        assertThat(database.rows("select 1 as one from audit_event"))
                .as("not even the owner takes young ones away")
                .hasSize(4);
    }

    /** The user door: what is one person's own in whatever tenant, and nothing else. */
    @Test
    void showsAPersonTheirOwnOnly() throws SQLException {
        try (var connection = database.connect("smartboxes_tenant")) {
            connection.setAutoCommit(false);
            var own = List.of("user_account", "user_session", "membership", "tenant", "audit_event", "audit_refusal");
            for (String table : own) {
                assertThat(count(connection, table, "true"))
                        .as(table + ", nobody set")
                        .isZero();
            }
            try (var statement = connection.createStatement()) {
                statement.execute("select set_config('app.user_id', md5('user" + MINE + "')::uuid::text, true)");
            }
            for (String table : own) {
                assertThat(count(connection, table, "true")).as(table).isEqualTo(1);
            }
            assertThat(count(connection, "tenant", "id = '" + MINE + "'")).isEqualTo(1);
            for (String table : List.of("sandbox", "sandbox_event", "api_key")) {
                assertThat(count(connection, table, "true")).as(table).isZero();
            }
            for (String change : List.of(
                    "update user_session set ended_at = now() where user_id = md5('user" + THEIRS + "')::uuid",
                    "update user_session set user_id = md5('user" + THEIRS + "')::uuid",
                    "update membership set role = 'owner'",
                    "delete from membership",
                    "update user_account set email = 'x'",
                    "update tenant set name = 'y'")) {
                var savepoint = connection.setSavepoint();
                assertThat(changedBy(connection, change)).as(change).isZero();
                connection.rollback(savepoint);
            }
            connection.rollback();
        }
    }

    /** Members see each other's accounts, and no stranger's. */
    @Test
    void showsATenantItsMembersOnly() throws SQLException {
        try (var connection = database.connect("smartboxes_tenant")) {
            connection.setAutoCommit(false);
            enter(connection, MINE);
            assertThat(count(connection, "user_account", "true")).isEqualTo(1);
            assertThat(count(connection, "user_session", "true")).isZero();
            connection.rollback();
        }
    }

    @Test
    void keepsTheTenantRoleAwayFromWhatBelongsToNobody() throws SQLException {
        try (var connection = database.connect("smartboxes_tenant")) {
            for (String table : List.of(
                    "worker", "enrolment_token", "certificate_authority", "usage_aside", "flyway_schema_history")) {
                assertThatThrownBy(() -> count(connection, table, "true"))
                        .as(table)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void letsTheSystemRoleSeeEveryTenantButNotTheSchema() throws SQLException {
        try (var connection = database.connect("smartboxes_system")) {
            assertThat(count(connection, "sandbox", "true")).isEqualTo(2);
            assertThatThrownBy(() -> count(connection, "flyway_schema_history", "true"))
                    .hasMessageContaining("permission denied");
            assertThat(changedBy(connection, "delete from sandbox")).isZero();
        }
    }

    private static void enter(Connection connection, UUID tenant) throws SQLException {
        try (var statement = connection.prepareStatement("select set_config('app.tenant_id', ?, true)")) {
            statement.setString(1, tenant.toString());
            statement.execute();
        }
    }

    private static long count(Connection connection, String table, String where) throws SQLException {
        try (var statement = connection.createStatement();
                var results = statement.executeQuery("select count(*) from " + table + " where " + where)) {
            results.next();
            return results.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many rows changed; none, when the database refuses. */
    private static int changedBy(Connection connection, String sql) {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException refused) {
            assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo("42501");
            return 0;
        }
    }
}
