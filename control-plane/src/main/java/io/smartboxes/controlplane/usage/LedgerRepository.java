package io.smartboxes.controlplane.usage;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.UsageId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The ledger's rows. They are added, and nothing else. */
@Singleton
final class LedgerRepository {

    /** Of one worker: one that lies without end must not fill the disk. */
    private static final int ASIDE_MAX = 10_000;

    private final InstantSource clock;

    LedgerRepository(InstantSource clock) {
        this.clock = clock;
    }

    /** The sandbox that a worker speaks of, and what the ledger has beside the stretch. */
    Optional<MeteredLease> lease(Statements statements, MeteredInterval said) {
        return statements.first(
                """
                select s.tenant_id, s.id, s.worker_id, s.epoch, s.started_at, s.ended_at, s.vcpus, s.memory_mib, s.disk_mib,
                    s.api_key_id, s.user_id, s.template_id,
                    (select to_at from usage_ledger l where l.tenant_id = s.tenant_id and l.sandbox_id = s.id
                        and l.epoch = s.epoch and l.sequence < ? order by l.sequence desc limit 1) as previous_to,
                    (select from_at from usage_ledger l where l.tenant_id = s.tenant_id and l.sandbox_id = s.id
                        and l.epoch = s.epoch and l.sequence > ? order by l.sequence limit 1) as next_from,
                    exists (select from usage_ledger l where l.tenant_id = s.tenant_id and l.sandbox_id = s.id
                        and l.epoch = s.epoch and l.sequence = ?) as repeated
                from sandbox s where s.id = ?
                """,
                LedgerRepository::lease,
                said.sequence(),
                said.sequence(),
                said.sequence(),
                said.sandbox().value());
    }

    void add(Statements statements, MeteredLease lease, WorkerId worker, MeteredInterval said, Instant now) {
        Instant started = Objects.requireNonNull(lease.startedAt());
        said.quantities().forEach((meter, quantity) -> {
            int unused = statements.update(
                    """
                    insert into usage_ledger (tenant_id, id, sandbox_id, epoch, sequence, meter, worker_id, api_key_id, user_id,
                        template_id, from_at, to_at, quantity, recorded_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                    """,
                    lease.tenant().value(),
                    UsageId.next(clock).value(),
                    lease.sandbox().value(),
                    said.epoch(),
                    said.sequence(),
                    meter.code(),
                    worker.value(),
                    lease.apiKey(),
                    lease.user(),
                    lease.template(),
                    started.plusMillis(said.fromMillis()),
                    started.plusMillis(said.toMillis()),
                    quantity,
                    now);
        });
    }

    /** Whether the ledger says of this number exactly what the worker says now. */
    boolean says(Statements statements, MeteredLease lease, MeteredInterval said) {
        Instant started = Objects.requireNonNull(lease.startedAt());
        Map<String, Long> known = statements
                .list(
                        """
                                select meter, quantity from usage_ledger
                                where tenant_id = ? and sandbox_id = ? and epoch = ? and sequence = ? and from_at = ? and to_at = ?
                                limit 10
                                """,
                        row -> Map.entry(row.text("meter"), row.number("quantity")),
                        lease.tenant().value(),
                        lease.sandbox().value(),
                        said.epoch(),
                        said.sequence(),
                        started.plusMillis(said.fromMillis()),
                        started.plusMillis(said.toMillis()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return said.quantities().entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().code(), Map.Entry::getValue))
                .equals(known);
    }

    void putAside(Statements statements, WorkerId worker, MeteredInterval said, AsideReason reason, Instant now) {
        int unused = statements.update(
                """
                insert into usage_aside (sandbox_id, epoch, sequence, reason, worker_id, content, first_at, last_at)
                select ?, ?, ?, ?, ?, ?, ?, ? where (select count(*) from usage_aside where worker_id = ?) < ?
                on conflict (sandbox_id, epoch, sequence, reason)
                do update set times = usage_aside.times + 1, last_at = excluded.last_at
                """,
                said.sandbox().value(),
                said.epoch(),
                said.sequence(),
                reason.code(),
                worker.value(),
                said.toString(),
                now,
                now,
                worker.value(),
                ASIDE_MAX);
    }

    private static MeteredLease lease(Row row) {
        UUID worker = row.uuidOrNull("worker_id");
        return new MeteredLease(
                new TenantId(row.uuid("tenant_id")),
                new SandboxId(row.uuid("id")),
                worker == null ? null : new WorkerId(worker),
                row.number("epoch"),
                row.instantOrNull("started_at"),
                row.instantOrNull("ended_at"),
                row.count("vcpus"),
                row.number("memory_mib"),
                row.number("disk_mib"),
                row.uuidOrNull("api_key_id"),
                row.uuidOrNull("user_id"),
                row.uuid("template_id"),
                row.instantOrNull("previous_to"),
                row.instantOrNull("next_from"),
                row.flag("repeated"));
    }
}
