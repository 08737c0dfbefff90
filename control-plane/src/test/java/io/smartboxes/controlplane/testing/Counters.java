package io.smartboxes.controlplane.testing;

import java.util.List;
import java.util.Map;

/** What the counters say beside what lives. Each question is one statement, so it sees the database at one commit. */
public final class Counters {

    private Counters() {}

    /** Tenants whose counters are not what lives, and by how much. */
    public static List<Map<String, Object>> wrong(TestDatabase database) {
        return database.rows("""
                select * from (
                    select coalesce(quota.tenant_id, live.tenant_id) as tenant_id,
                        coalesce(quota.sandboxes, 0) - coalesce(live.sandboxes, 0) as sandboxes,
                        coalesce(quota.vcpu_milli, 0) - coalesce(live.vcpu_milli, 0) as vcpu_milli,
                        coalesce(quota.memory_mib, 0) - coalesce(live.memory_mib, 0) as memory_mib,
                        coalesce(quota.disk_mib, 0) - coalesce(live.disk_mib, 0) as disk_mib
                    from quota full join (
                        select tenant_id, count(*) as sandboxes, sum(vcpus) * 1000 as vcpu_milli,
                            sum(memory_mib) as memory_mib, sum(disk_mib) as disk_mib
                        from sandbox where seen not in ('TERMINATED', 'FAILED') group by tenant_id) live using (tenant_id)
                ) difference where sandboxes <> 0 or vcpu_milli <> 0 or memory_mib <> 0 or disk_mib <> 0
                """);
    }
}
