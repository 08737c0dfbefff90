package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.Holder;
import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.controlplane.sandbox.WantedState;
import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads leases. Runs in its caller's transaction; what it locks stays locked until that ends. */
@Singleton
final class LeaseRepository {

    private static final String SEEN_COLUMNS =
            "tenant_id, id, worker_id, epoch, wanted, wanted_cause, seen, seen_end_revision, created_at";

    /** Pending sandboxes after a place in the queue, oldest first, none that another dispatcher is at. */
    List<PendingSandbox> claimPending(Statements statements, QueuePlace after, int limit) {
        return statements.list(
                "select " + SEEN_COLUMNS + """
                , template_name, vcpus, memory_mib, disk_mib, start_by, refused_by, retry_at, reason, message
                from sandbox
                where seen = 'PENDING' and (created_at, id) > (?, ?)
                order by created_at, id limit ?
                for no key update skip locked
                """, LeaseRepository::pending, after.createdAt(), after.id(), limit);
    }

    /**
     * What is leased to the worker, exact until the transaction ends: whoever else wants to lease to it waits here. The lock is
     * none that heartbeats or reports need.
     */
    Capacity lockLeased(Statements statements, WorkerId worker) {
        statements.first(
                "select pg_advisory_xact_lock(?)", row -> true, worker.value().getLeastSignificantBits());
        return statements.first("""
                        select count(*) as sandboxes, coalesce(sum(vcpus), 0)::bigint * 1000 as vcpu_millis,
                            coalesce(sum(memory_mib), 0)::bigint as memory_mib, coalesce(sum(disk_mib), 0)::bigint as disk_mib
                        from sandbox where worker_id = ? and seen not in ('TERMINATED', 'FAILED')
                        """, LeaseRepository::capacity, worker.value()).orElse(Capacity.NONE);
    }

    /** What is leased to each worker that has any lease. */
    Map<WorkerId, Capacity> leased(Statements statements) {
        return statements.list("""
                        select worker_id, count(*) as sandboxes, sum(vcpus)::bigint * 1000 as vcpu_millis,
                            sum(memory_mib)::bigint as memory_mib, sum(disk_mib)::bigint as disk_mib
                        from sandbox where worker_id is not null and seen not in ('TERMINATED', 'FAILED')
                        group by worker_id
                        """, row -> Map.entry(new WorkerId(row.uuid("worker_id")), capacity(row))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The rows of these sandboxes and all live ones of the worker, locked, in one order for all who lock. */
    List<SeenSandbox> lockHeldAndLive(Statements statements, WorkerId worker, Collection<SandboxId> held) {
        return statements.list("select " + SEEN_COLUMNS + """
                 from sandbox
                where id = any (?) or (worker_id = ? and seen not in ('TERMINATED', 'FAILED'))
                order by id for no key update
                """, LeaseRepository::seen, uuids(held), worker.value());
    }

    /** The rows of these sandboxes, locked, by id. */
    Map<SandboxId, SeenSandbox> lock(Statements statements, Collection<SandboxId> ids) {
        return statements
                .list(
                        "select " + SEEN_COLUMNS + " from sandbox where id = any (?) order by id for no key update",
                        LeaseRepository::seen,
                        uuids(ids))
                .stream()
                .collect(Collectors.toMap(SeenSandbox::id, sandbox -> sandbox));
    }

    /** What these workers have still to be told. The condition is that of index sandbox_unsettled_by_worker. */
    List<Unsettled> unsettled(Statements statements, Collection<WorkerId> workers, int limit) {
        return statements.list(
                """
                select tenant_id, id, worker_id, epoch, wanted, wanted_cause, seen, wanted_end_at, wanted_end_revision,
                    template_id, template_name, template_build, environment, request_id, api_key_id, session_id, created_at
                from sandbox
                where worker_id = any (?) and (
                    seen = 'STARTING'
                    or (seen in ('RUNNING', 'STOPPING') and wanted = 'TERMINATED')
                    or (seen = 'RUNNING' and wanted_end_revision > seen_end_revision))
                order by created_at limit ?
                """,
                LeaseRepository::unsettled,
                workers.stream().map(WorkerId::value).toList(),
                limit);
    }

    /** Those that were to have started by now, and whose end nobody has asked for yet. */
    List<SandboxId> expireStarts(Statements statements, Instant now) {
        return statements.list("""
                update sandbox set wanted = 'TERMINATED', wanted_cause = ?
                where seen = 'STARTING' and wanted = 'RUNNING' and start_by < ?
                returning id
                """, row -> new SandboxId(row.uuid("id")), EndCause.START_TIMEOUT.code(), now);
    }

    /** The worker where the sandbox runs, as long as callers may see it. */
    Optional<Location> locate(Statements statements, SandboxId id) {
        return statements.first(
                """
                select worker.id, worker.peer_address
                from sandbox join worker on worker.id = sandbox.worker_id
                where sandbox.id = ? and wanted = 'RUNNING' and seen = 'RUNNING'
                """,
                row -> new Location(
                        new WorkerId(row.uuid("id")),
                        Optional.ofNullable(row.textOrNull("peer_address")).orElse("")),
                id.value());
    }

    /** @param peerAddress host:port of the owning worker's passage for other gateways */
    record Location(WorkerId worker, String peerAddress) {}

    /** A place in the queue of pending sandboxes. */
    record QueuePlace(Instant createdAt, UUID id) {

        static final QueuePlace FRONT = new QueuePlace(Instant.EPOCH, new UUID(0, 0));

        static QueuePlace of(PendingSandbox pending) {
            return new QueuePlace(
                    pending.sandbox().createdAt(), pending.sandbox().id().value());
        }
    }

    private static List<UUID> uuids(Collection<SandboxId> ids) {
        return ids.stream().map(SandboxId::value).toList();
    }

    private static SeenSandbox seen(Row row) {
        UUID worker = row.uuidOrNull("worker_id");
        String cause = row.textOrNull("wanted_cause");
        return new SeenSandbox(
                new TenantId(row.uuid("tenant_id")),
                new SandboxId(row.uuid("id")),
                worker == null ? null : new WorkerId(worker),
                row.number("epoch"),
                WantedState.valueOf(row.text("wanted")),
                cause == null ? null : EndCause.of(cause).orElse(EndCause.UNKNOWN),
                SandboxState.valueOf(row.text("seen")),
                row.number("seen_end_revision"),
                row.instant("created_at"));
    }

    private static PendingSandbox pending(Row row) {
        return new PendingSandbox(
                seen(row),
                row.text("template_name"),
                Capacity.ofSandbox(row.count("vcpus"), row.number("memory_mib"), row.number("disk_mib")),
                row.instant("start_by"),
                row.uuids("refused_by").stream().map(WorkerId::new).collect(Collectors.toSet()),
                row.instantOrNull("retry_at"),
                row.textOrNull("reason"),
                row.textOrNull("message"));
    }

    private static Unsettled unsettled(Row row) {
        byte @Nullable [] environment = row.bytesOrNull("environment");
        return new Unsettled(
                new TenantId(row.uuid("tenant_id")),
                new SandboxId(row.uuid("id")),
                new WorkerId(row.uuid("worker_id")),
                row.number("epoch"),
                WantedState.valueOf(row.text("wanted")),
                row.textOrNull("wanted_cause"),
                SandboxState.valueOf(row.text("seen")),
                row.instant("wanted_end_at"),
                row.number("wanted_end_revision"),
                new TemplateId(row.uuid("template_id")),
                row.text("template_name"),
                row.textOrNull("template_build"),
                environment,
                row.textOrNull("request_id"),
                Holder.creator(row.uuidOrNull("api_key_id"), row.uuidOrNull("session_id")),
                row.instant("created_at"));
    }

    private static Capacity capacity(Row row) {
        return new Capacity(
                row.number("sandboxes"), row.number("vcpu_millis"), row.number("memory_mib"), row.number("disk_mib"));
    }
}
