package io.smartboxes.controlplane.testing;

import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes what the public API would want, and reads what dispatch made of it. */
public final class SandboxRows {

    private static final UUID BASE = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final Clock CLOCK = Clock.systemUTC();

    /** Counted as a create would. */
    private static final String COUNTED = """
            with made as (%s returning *)
            insert into quota as counter (tenant_id, sandboxes, vcpu_milli, memory_mib, disk_mib)
            select tenant_id, count(*), sum(vcpus) * 1000, sum(memory_mib), sum(disk_mib) from made group by tenant_id
            on conflict (tenant_id) do update set
                sandboxes = counter.sandboxes + excluded.sandboxes, vcpu_milli = counter.vcpu_milli + excluded.vcpu_milli,
                memory_mib = counter.memory_mib + excluded.memory_mib, disk_mib = counter.disk_mib + excluded.disk_mib
            """;

    private final TestDatabase database;
    private final TenantId tenant = TenantId.next(CLOCK);

    public SandboxRows(TestDatabase database) {
        this.database = database;
        database.update(
                "insert into tenant (id, name, created_at) values (?, 'test', ?)", tenant.value(), CLOCK.instant());
    }

    /** One more pending sandbox that is wanted running. */
    public SandboxId want() {
        return want(Duration.ofSeconds(30));
    }

    /** The same, given up unless it starts in time. */
    public SandboxId want(Duration startWithin) {
        var id = SandboxId.next(CLOCK);
        Instant now = CLOCK.instant();
        database.update(
                COUNTED.formatted("""
                insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib,
                    wanted_end_at, created_at, start_by)
                values (?, ?, ?, 'base', 2, 512, 5120, ?, ?, ?)
                """),
                tenant.value(),
                id.value(),
                BASE,
                now.plusSeconds(300),
                now,
                now.plus(startWithin));
        return id;
    }

    /** Many at once, as fast as the database takes them. */
    public void wantMany(int many, Duration startWithin) {
        Instant now = CLOCK.instant();
        database.update(
                COUNTED.formatted("""
                insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib,
                    wanted_end_at, created_at, start_by)
                select ?, uuidv7(), ?, 'base', 2, 512, 5120, ?, ?, ? from generate_series(1, ?)
                """), tenant.value(), BASE, now.plusSeconds(3600), now, now.plus(startWithin), many);
    }

    public void kill(SandboxId id) {
        database.update("update sandbox set wanted = 'TERMINATED', wanted_cause = 'api:kill' where id = ?", id.value());
    }

    /** Ends it, as if its worker had said so. */
    public void end(SandboxId id) {
        database.update("""
                with ended as (
                    update sandbox set seen = 'TERMINATED', reason = 'test', message = 'test', ended_at = now()
                    where id = ? returning tenant_id, vcpus, memory_mib, disk_mib)
                update quota set sandboxes = quota.sandboxes - 1, vcpu_milli = quota.vcpu_milli - ended.vcpus * 1000,
                    memory_mib = quota.memory_mib - ended.memory_mib, disk_mib = quota.disk_mib - ended.disk_mib
                from ended where quota.tenant_id = ended.tenant_id
                """, id.value());
    }

    /** Moves the deadline; the revision that the worker has to take. */
    public void extend(SandboxId id, Duration fromNow) {
        database.update(
                "update sandbox set wanted_end_at = ?, wanted_end_revision = wanted_end_revision + 1 where id = ?",
                CLOCK.instant().plus(fromNow),
                id.value());
    }

    public Map<String, Object> row(SandboxId id) {
        return database.rows("select * from sandbox where id = ?", id.value()).getFirst();
    }

    public String seen(SandboxId id) {
        return (String) row(id).get("seen");
    }

    public long epoch(SandboxId id) {
        return (long) row(id).get("epoch");
    }

    public void awaitSeen(SandboxId id, String state) {
        Eventually.until(id + " is " + state, () -> seen(id).equals(state));
    }

    /** Kinds of events, oldest first. */
    public List<String> events(SandboxId id) {
        return database.rows("select kind from sandbox_event where sandbox_id = ? order by id", id.value()).stream()
                .map(row -> (String) row.get("kind"))
                .toList();
    }

    /** How many sandboxes are in this state. */
    public long count(String state) {
        return (long) database.rows("select count(*) as n from sandbox where seen = ?", state)
                .getFirst()
                .get("n");
    }
}
