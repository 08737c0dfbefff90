package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * The counters, a row for each tenant. Who changes several locks them in the order of their key, in one statement, and waits
 * for no lock after that: so nobody ever waits in a circle. Runs in its caller's transaction.
 */
@Singleton
final class QuotaRepository {

    QuotaRepository() {}

    /** Takes all of it, or nothing. The caller has seen to it that it is within the limits by itself. */
    boolean reserve(Statements statements, TenantId tenant, Amounts wanted, TenantLimits limits) {
        ToLongFunction<LimitedResource> max = resource -> limits.max(resource).orElse(Long.MAX_VALUE);
        return statements.update(
                        """
                        insert into quota as counter (tenant_id, sandboxes, vcpu_milli, memory_mib, disk_mib)
                        values (?, ?, ?, ?, ?)
                        on conflict (tenant_id) do update set
                            sandboxes = counter.sandboxes + excluded.sandboxes,
                            vcpu_milli = counter.vcpu_milli + excluded.vcpu_milli,
                            memory_mib = counter.memory_mib + excluded.memory_mib,
                            disk_mib = counter.disk_mib + excluded.disk_mib
                        where counter.sandboxes + excluded.sandboxes <= ?
                            and counter.vcpu_milli + excluded.vcpu_milli <= ?
                            and counter.memory_mib + excluded.memory_mib <= ?
                            and counter.disk_mib + excluded.disk_mib <= ?
                        """,
                        tenant.value(),
                        wanted.sandboxes(),
                        wanted.vcpuMilli(),
                        wanted.memoryMib(),
                        wanted.diskMib(),
                        max.applyAsLong(LimitedResource.SANDBOXES),
                        max.applyAsLong(LimitedResource.VCPU_MILLI),
                        max.applyAsLong(LimitedResource.MEMORY_MIB),
                        max.applyAsLong(LimitedResource.DISK_MIB))
                > 0;
    }

    /** Gives back what these sandboxes held, which this transaction has ended. */
    void release(Statements statements, Collection<SandboxId> ended) {
        statements.update("""
                with freed as (
                    select tenant_id, count(*) as sandboxes, sum(vcpus)::bigint * 1000 as vcpu_milli,
                        sum(memory_mib)::bigint as memory_mib, sum(disk_mib)::bigint as disk_mib
                    from sandbox where id = any (?) group by tenant_id),
                held as (
                    select freed.* from quota join freed using (tenant_id) order by tenant_id for no key update of quota)
                update quota set
                    sandboxes = quota.sandboxes - held.sandboxes,
                    vcpu_milli = quota.vcpu_milli - held.vcpu_milli,
                    memory_mib = quota.memory_mib - held.memory_mib,
                    disk_mib = quota.disk_mib - held.disk_mib
                from held where quota.tenant_id = held.tenant_id
                """, ended.stream().map(SandboxId::value).toList());
    }

    Amounts used(Statements statements, TenantId tenant) {
        return statements
                .first(
                        "select sandboxes, vcpu_milli, memory_mib, disk_mib from quota where tenant_id = ?",
                        Amounts::of,
                        tenant.value())
                .orElse(Amounts.NONE);
    }

    /** The tenant's counters, locked: from here on no create or end of its sandboxes is half done. */
    Amounts lock(Statements statements, TenantId tenant) {
        statements.update("""
                insert into quota (tenant_id, sandboxes, vcpu_milli, memory_mib, disk_mib) values (?, 0, 0, 0, 0)
                on conflict (tenant_id) do nothing
                """, tenant.value());
        return statements.first("""
                        select sandboxes, vcpu_milli, memory_mib, disk_mib from quota where tenant_id = ? for no key update
                        """, Amounts::of, tenant.value()).orElseThrow();
    }

    /** What lives. Asked after the lock, so that it sees whatever was waited for. */
    Amounts recount(Statements statements, TenantId tenant) {
        return statements.first("""
                        select count(*) as sandboxes, coalesce(sum(vcpus), 0)::bigint * 1000 as vcpu_milli,
                            coalesce(sum(memory_mib), 0)::bigint as memory_mib, coalesce(sum(disk_mib), 0)::bigint as disk_mib
                        from sandbox where tenant_id = ? and seen not in ('TERMINATED', 'FAILED')
                        """, Amounts::of, tenant.value()).orElseThrow();
    }

    void set(Statements statements, TenantId tenant, Amounts lives) {
        statements.update(
                "update quota set sandboxes = ?, vcpu_milli = ?, memory_mib = ?, disk_mib = ? where tenant_id = ?",
                lives.sandboxes(),
                lives.vcpuMilli(),
                lives.memoryMib(),
                lives.diskMib(),
                tenant.value());
    }
}
