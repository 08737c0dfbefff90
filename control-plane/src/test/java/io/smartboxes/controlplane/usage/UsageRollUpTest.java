package io.smartboxes.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.controlplane.testing.TestDatabase;
import io.smartboxes.controlplane.testing.TestReplica;
import io.smartboxes.controlplane.testing.TestTenant;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageRollUpTest {

    private static final int WRITERS = 16;
    private static final int TRANSACTIONS = 120;

    private final TestDatabase database = new TestDatabase();
    private TestReplica replica;
    private UsageRollUp rollUp;
    private UsageCheck check;
    private UUID tenant;
    private final AtomicLong sequence = new AtomicLong();

    @BeforeEach
    void start() {
        replica = TestReplica.withoutLink(
                database, Map.of("smartboxes.usage.roll-up-interval", "1h", "smartboxes.usage.check-interval", "1h"));
        rollUp = replica.bean(UsageRollUp.class);
        check = replica.bean(UsageCheck.class);
        tenant = TestTenant.in(replica, database).id().value();
    }

    @AfterEach
    void stop() {
        replica.close();
        database.close();
    }

    private void write(Connection connection, UUID sandbox, long millis) throws SQLException {
        try (var statement = connection.prepareStatement("""
                insert into usage_ledger (tenant_id, id, sandbox_id, epoch, sequence, meter, worker_id, template_id, from_at, to_at,
                    quantity, recorded_at)
                values (?, uuidv7(), ?, 1, ?, 'vcpu', ?, ?, date_trunc('hour', now()), date_trunc('hour', now())
                    + ? * interval '1 millisecond', ?, now())
                """)) {
            statement.setObject(1, tenant);
            statement.setObject(2, sandbox);
            statement.setLong(3, sequence.incrementAndGet());
            statement.setObject(4, sandbox);
            statement.setObject(5, sandbox);
            statement.setLong(6, millis);
            statement.setLong(7, 2 * millis);
            statement.executeUpdate();
        }
    }

    private long sum(String from) {
        return (Long) database.rows("select coalesce(sum(quantity), 0)::bigint as sum from " + from)
                .getFirst()
                .get("sum");
    }

    private void rollUpAll() {
        while (rollUp.pass()) {
            // More is there.
        }
    }

    @Test
    void sumsUpByHourAndSandboxOnce() throws SQLException {
        UUID sandbox = UUID.randomUUID();
        try (var connection = database.connect("smartboxes_system")) {
            write(connection, sandbox, 60_000);
            rollUpAll();
            write(connection, sandbox, 15_000);
            write(connection, UUID.randomUUID(), 1);
        }
        rollUpAll();
        rollUpAll();

        assertThat(database.rows("select quantity, running_millis from usage_hour where sandbox_id = ?", sandbox))
                .containsExactly(Map.of("quantity", 150_000L, "running_millis", 75_000L));
        assertThat(sum("usage_hour")).isEqualTo(sum("usage_ledger"));
        assertThat(check.compare())
                .allSatisfy(day -> assertThat(day.difference()).isZero());
    }

    @Test
    void waitsForWhatCommitsLateWhereACursorOverIdsWouldLoseIt() throws SQLException {
        try (var early = database.connect("smartboxes_system");
                var late = database.connect("smartboxes_system")) {
            early.setAutoCommit(false);
            write(early, UUID.randomUUID(), 1_000);
            write(late, UUID.randomUUID(), 500);

            UUID newestId = (UUID) database.rows("select id from usage_ledger order by id desc limit 1")
                    .getFirst()
                    .get("id");
            rollUpAll();
            assertThat(sum("usage_hour")).isZero();

            early.commit();
            rollUpAll();

            assertThat(sum("usage_hour")).isEqualTo(3_000);
            long afterTheNewestId = (Long) database.rows(
                            "select coalesce(sum(quantity), 0)::bigint as sum from usage_ledger where id > ?", newestId)
                    .getFirst()
                    .get("sum");
            assertThat(afterTheNewestId)
                    .as("what an id cursor would still find")
                    .isZero();
        }
    }

    @Test
    void losesNothingUnderManyWritersWhereACursorOverIdsDoes() throws Exception {
        var byId = new AtomicLong();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(threads.submit(this::writeMuch));
            }
            UUID lastId = new UUID(0, 0);
            boolean writing = true;
            while (writing) {
                // Looked at before the round, so that one more round follows the last commit.
                writing = !writers.stream().allMatch(Future::isDone);
                rollUpAll();
                for (var row :
                        database.rows("select id, quantity from usage_ledger where id > ? order by id", lastId)) {
                    byId.addAndGet((Long) row.get("quantity"));
                    lastId = (UUID) row.get("id");
                }
            }
            for (var writer : writers) {
                writer.get();
            }
        }

        long ledger = sum("usage_ledger");
        System.out.printf(
                "%d writers: ledger %d = roll-up %d; a cursor over ids: %d (%.2f %%)%n",
                WRITERS, ledger, sum("usage_hour"), byId.get(), 100.0 * (byId.get() - ledger) / ledger);
        assertThat(sum("usage_hour")).isEqualTo(ledger);
        assertThat(byId.get()).as("what a cursor over ids finds").isLessThan(ledger);
        assertThat(check.compare())
                .allSatisfy(day -> assertThat(day.difference()).isZero());
    }

    private Void writeMuch() throws SQLException {
        UUID sandbox = UUID.randomUUID();
        try (var connection = database.connect("smartboxes_system")) {
            connection.setAutoCommit(false);
            for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
                write(connection, sandbox, ThreadLocalRandom.current().nextInt(1, 1_000));
                LockSupport.parkNanos(ThreadLocalRandom.current()
                        .nextLong(Duration.ofMillis(8).toNanos()));
                connection.commit();
            }
        }
        return null;
    }

    @Test
    void isDoneOnceThoughManyReplicasTry() throws Exception {
        try (var connection = database.connect("smartboxes_system")) {
            for (int row = 0; row < 200; row++) {
                write(connection, UUID.randomUUID(), 10);
            }
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tries = new ArrayList<>();
            for (int attempt = 0; attempt < 8; attempt++) {
                tries.add(rollUp::pass);
            }
            for (var attempt : threads.invokeAll(tries)) {
                attempt.get();
            }
        }

        assertThat(sum("usage_hour")).isEqualTo(4_000);
    }

    @Test
    void noticesADifference() throws SQLException {
        try (var connection = database.connect("smartboxes_system")) {
            write(connection, UUID.randomUUID(), 10);
        }
        rollUpAll();
        database.update("update usage_hour set quantity = quantity + 7");

        assertThat(check.compare())
                .anySatisfy(day -> assertThat(day.difference()).isEqualTo(7));
    }

    @Test
    void neverChangesWhatIsInTheLedger() throws SQLException {
        for (String role : List.of("smartboxes_system", "smartboxes_tenant")) {
            try (var connection = database.connect(role);
                    var statement = connection.createStatement()) {
                for (String change : List.of(
                        "update usage_ledger set quantity = 0",
                        "delete from usage_ledger",
                        "truncate usage_ledger",
                        "update price set usd = 0",
                        "delete from price",
                        "insert into price (version, meter, usd) values (1, 'cpu-used', 0)",
                        "update price_book_version set valid_from = now()",
                        "delete from price_book_version",
                        "insert into price_book_version (number, valid_from) values (2, '2030-01-01T00:00:00Z')")) {
                    assertThat(refused(() -> statement.execute(change)))
                            .as(role + ": " + change)
                            .isTrue();
                }
            }
        }
    }

    private interface Change {
        boolean make() throws SQLException;
    }

    /** Insufficient privilege, and nothing else. */
    private static boolean refused(Change change) {
        try {
            change.make();
            return false;
        } catch (SQLException failure) {
            return failure.getSQLState().equals("42501");
        }
    }
}
