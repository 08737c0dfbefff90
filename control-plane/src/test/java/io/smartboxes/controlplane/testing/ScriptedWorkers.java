package io.smartboxes.controlplane.testing;

import io.smartboxes.controlplane.log.LogTopics;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.sandbox.SandboxTopics;
import io.smartboxes.id.SandboxId;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.LogState;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for dispatch and its workers where only the public half is under test: makes what is wanted seen, by writing the
 * seen columns itself. Each kind of work can be turned off.
 */
public final class ScriptedWorkers implements AutoCloseable {

    private static final UUID WORKER = UUID.fromString("01900000-0000-7000-8000-0000000000ff");

    private static final String RELEASE = """
            , freed as (
                select tenant_id, count(*) as sandboxes, sum(vcpus) * 1000 as vcpu_milli, sum(memory_mib) as memory_mib,
                    sum(disk_mib) as disk_mib
                from changed group by tenant_id),
            released as (
                update quota set sandboxes = quota.sandboxes - freed.sandboxes, vcpu_milli = quota.vcpu_milli - freed.vcpu_milli,
                    memory_mib = quota.memory_mib - freed.memory_mib, disk_mib = quota.disk_mib - freed.disk_mib
                from freed where quota.tenant_id = freed.tenant_id)
            """;

    private final TestDatabase database;
    private final NudgeBus nudges;
    private final BlockingQueue<String> wanted = new LinkedBlockingQueue<>();
    private final Thread thread;

    private volatile boolean stopped;
    private boolean starts = true;
    private boolean ends = true;
    private boolean confirms = true;

    public ScriptedWorkers(TestDatabase database, TestReplica replica) {
        this.database = database;
        this.nudges = replica.bean(NudgeBus.class);
        database.update("""
                insert into worker (id, name, runtime, enrolled_at, certificate_hash)
                values (?, 'scripted', 'simulated', now(), '\\x00') on conflict do nothing
                """, WORKER);
        nudges.subscribe(SandboxTopics.WANTED, wanted::add);
        nudges.subscribe(LogTopics.ASKED, wanted::add);
        thread = Thread.ofVirtual().name("scripted-workers").start(this::work);
    }

    /** Everything that is wanted comes to pass again. */
    public synchronized void doEverything() {
        starts = true;
        ends = true;
        confirms = true;
    }

    /** From now on no sandbox starts. */
    public synchronized void startNothing() {
        starts = false;
    }

    /** From now on no sandbox ends. */
    public synchronized void endNothing() {
        ends = false;
    }

    /** From now on no deadline and no ticket is confirmed, and no log is read. */
    public synchronized void confirmNothing() {
        confirms = false;
    }

    private void work() {
        try {
            while (!stopped) {
                // The table is looked at on a timer too, as dispatch does.
                boolean unused = wanted.poll(50, TimeUnit.MILLISECONDS) != null;
                wanted.clear();
                round();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void round() {
        if (starts) {
            see("started", """
                    update sandbox set seen = 'RUNNING', started_at = now(), environment = null, epoch = 1, worker_id = ?,
                        seen_end_revision = wanted_end_revision, seen_end_at = wanted_end_at
                    where seen = 'PENDING' and wanted = 'RUNNING'
                    """, WORKER);
        }
        if (ends) {
            see("ended", """
                    update sandbox set seen = case when started_at is null then 'FAILED' else 'TERMINATED' end, ended_at = now(),
                        environment = null, reason = wanted_cause, message = 'It ended as wanted.'
                    where wanted = 'TERMINATED' and seen not in ('TERMINATED', 'FAILED')
                    """);
        }
        if (confirms) {
            see("deadline-set", """
                    update sandbox set seen_end_revision = wanted_end_revision, seen_end_at = wanted_end_at
                    where seen = 'RUNNING' and seen_end_revision < wanted_end_revision
                    """);
            for (var row : database.rows(
                    "update terminal_ticket set state = 'GRANTED' where state = 'WANTED' returning sandbox_id")) {
                nudges.publish(SandboxTopics.SEEN, new SandboxId((UUID) row.get("sandbox_id")).toString());
            }
            readLogs();
        }
    }

    /** Nothing was ever written. */
    private void readLogs() {
        byte[] empty =
                LogPage.newBuilder().setState(LogState.LOG_STATE_HERE).build().toByteArray();
        for (var row :
                database.rows("update log_read set answer = ? where answer is null returning id::text as id", empty)) {
            nudges.publish(LogTopics.ANSWERED, (String) row.get("id"));
        }
    }

    /** Like dispatch, it writes what was seen, the line in the history and the counters in one transaction, and nudges after it. */
    private void see(String kind, String update, Object... parameters) {
        String sql = "with changed as (" + update + " returning sandbox.*), told as ("
                + "insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, at)"
                + " select tenant_id, gen_random_uuid(), id, epoch, '" + kind + "', clock_timestamp() from changed)"
                + (kind.equals("ended") ? RELEASE : "") + " select id from changed";
        for (var row : database.rows(sql, parameters)) {
            nudges.publish(SandboxTopics.SEEN, new SandboxId((UUID) row.get("id")).toString());
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
