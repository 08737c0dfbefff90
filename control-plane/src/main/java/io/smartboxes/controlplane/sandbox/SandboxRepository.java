package io.smartboxes.controlplane.sandbox;

import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.EventId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wanted side of sandboxes: rows are made here, and moved only in what callers want. Runs in its caller's transaction. */
@Singleton
final class SandboxRepository {

    private static final String COLUMNS = """
            tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib, metadata::text as metadata, wanted, seen, \
            created_at, start_by, started_at, wanted_end_at, wanted_end_revision, seen_end_revision, epoch, api_key_id, session_id, \
            coalesce(reason, wanted_cause) as reason, message\
            """;

    private final TextMapCodec maps;

    SandboxRepository(TextMapCodec maps) {
        this.maps = maps;
    }

    /** The row and the first line of its history, in one statement. */
    void insert(Statements statements, Sandbox sandbox, NewRow extra) {
        statements.update(
                """
                with made as (
                    insert into sandbox (tenant_id, id, api_key_id, user_id, session_id, template_id, template_name, vcpus, memory_mib, disk_mib,
                        metadata, environment, request_id, wanted_end_at, created_at, start_by, abandon_at, guest_token_given)
                    values (?, ?, ?::uuid, ?::uuid, ?::uuid, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, false)
                    returning tenant_id, id, created_at)
                insert into sandbox_event (tenant_id, id, sandbox_id, epoch, kind, at)
                select tenant_id, ?, id, 0, ?, created_at from made
                """,
                sandbox.tenantId().value(),
                sandbox.id().value(),
                extra.creator() instanceof Principal.Key key ? key.id().value() : null,
                extra.creator() instanceof Principal.Member member
                        ? member.person().value()
                        : null,
                extra.creator() instanceof Principal.Member member
                        ? member.session().value()
                        : null,
                sandbox.templateId().value(),
                sandbox.templateName(),
                sandbox.vcpus(),
                sandbox.memoryMib(),
                sandbox.diskMib(),
                maps.encode(sandbox.metadata()),
                extra.environment(),
                extra.requestId(),
                sandbox.wantedEndAt(),
                sandbox.createdAt(),
                sandbox.startBy(),
                extra.abandonAt(),
                extra.event().value(),
                SandboxEventKind.CREATED.code());
    }

    Optional<Sandbox> find(Statements statements, TenantId tenant, SandboxId id) {
        return statements.first(
                "select " + COLUMNS + " from sandbox where tenant_id = ? and id = ?",
                this::sandbox,
                tenant.value(),
                id.value());
    }

    /** Makes a running sandbox its caller's: from here on it is not abandoned any more. Nothing, unless it is running. */
    Optional<Sandbox> claim(Statements statements, TenantId tenant, SandboxId id) {
        return statements.first("""
                update sandbox set abandon_at = null
                where tenant_id = ? and id = ? and wanted = 'RUNNING' and seen = 'RUNNING'
                returning\s""" + COLUMNS, this::sandbox, tenant.value(), id.value());
    }

    /** Asks for the sandbox's end. Nothing: that was done before, it has ended, or there is no such sandbox. */
    Optional<Sandbox> wantEnd(Statements statements, TenantId tenant, SandboxId id, EndCause cause) {
        return statements.first("""
                update sandbox set wanted = 'TERMINATED', wanted_cause = ?, abandon_at = null
                where tenant_id = ? and id = ? and wanted = 'RUNNING' and seen not in ('TERMINATED', 'FAILED')
                returning\s""" + COLUMNS, this::sandbox, cause.code(), tenant.value(), id.value());
    }

    /** The same, unless it is running. */
    Optional<Sandbox> giveUp(Statements statements, TenantId tenant, SandboxId id, EndCause cause) {
        return statements.first("""
                update sandbox set wanted = 'TERMINATED', wanted_cause = ?, abandon_at = null
                where tenant_id = ? and id = ? and wanted = 'RUNNING' and seen in ('PENDING', 'STARTING')
                returning\s""" + COLUMNS, this::sandbox, cause.code(), tenant.value(), id.value());
    }

    /** Moves the end, unless that would shorten a life that must not be shortened. The row after it, if it is visible. */
    Optional<Sandbox> moveEnd(Statements statements, TenantId tenant, SandboxId id, End end) {
        Long lifeMax = end.lifeMax().map(Duration::toSeconds).orElse(null);
        return statements.first(
                """
                update sandbox set
                    wanted_end_at = case when ? or wanted_end_at < moved.end_at then moved.end_at else wanted_end_at end,
                    wanted_end_revision = wanted_end_revision + case when ? or wanted_end_at < moved.end_at then 1 else 0 end
                from (
                    select least(?::timestamptz, created_at + ?::bigint * interval '1 second') as end_at
                    from sandbox where tenant_id = ? and id = ?) moved
                where tenant_id = ? and id = ? and wanted = 'RUNNING' and seen = 'RUNNING'
                returning\s""" + COLUMNS,
                this::sandbox,
                end.mayShorten(),
                end.mayShorten(),
                end.at(),
                lifeMax,
                tenant.value(),
                id.value(),
                tenant.value(),
                id.value());
    }

    static String columns() {
        return COLUMNS;
    }

    Sandbox sandbox(Row row) {
        return new Sandbox(
                new TenantId(row.uuid("tenant_id")),
                new SandboxId(row.uuid("id")),
                new TemplateId(row.uuid("template_id")),
                row.text("template_name"),
                row.count("vcpus"),
                row.number("memory_mib"),
                row.number("disk_mib"),
                maps.decode(row.text("metadata")),
                WantedState.valueOf(row.text("wanted")),
                SandboxState.valueOf(row.text("seen")),
                row.instant("created_at"),
                row.instant("start_by"),
                row.instantOrNull("started_at"),
                row.instant("wanted_end_at"),
                row.number("wanted_end_revision"),
                row.number("seen_end_revision"),
                row.number("epoch"),
                Holder.creator(row.uuidOrNull("api_key_id"), row.uuidOrNull("session_id")),
                row.textOrNull("reason"),
                row.textOrNull("message"));
    }

    /**
     * When a sandbox is to end.
     *
     * @param lifeMax counted from its creation, nothing can put the end further off
     * @param mayShorten false: it only ever moves away
     */
    record End(Instant at, Optional<Duration> lifeMax, boolean mayShorten) {

        Instant of(Sandbox sandbox) {
            return lifeMax.map(sandbox.createdAt()::plus)
                    .filter(last -> last.isBefore(at))
                    .orElse(at);
        }
    }

    /** What a new row has besides what a {@link Sandbox} shows. */
    record NewRow(
            Principal creator,
            byte @Nullable [] environment,
            @Nullable String requestId,
            @Nullable Instant abandonAt,
            EventId event) {}
}
