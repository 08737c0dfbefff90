package io.smartboxes.controlplane.worker;

import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The registry's rows. Runs in its caller's transaction. */
@Singleton
public final class WorkerRepository {

    /** More hosts than one installation has. */
    private static final int WORKERS_MAX = 10_000;

    private final HostedTemplateCodec templates;

    WorkerRepository(HostedTemplateCodec templates) {
        this.templates = templates;
    }

    Optional<WorkerId> idOf(Statements statements, String name) {
        return statements.first("select id from worker where name = ?", row -> new WorkerId(row.uuid("id")), name);
    }

    /** Registers, or gives a known worker another certificate; its open stream loses its right to write. */
    void enrol(Statements statements, WorkerId id, String name, byte[] certificateHash, Instant now) {
        statements.update("""
                insert into worker (id, name, certificate_hash, enrolled_at) values (?, ?, ?, ?)
                on conflict on constraint worker_name_unique do update
                set certificate_hash = excluded.certificate_hash, enrolled_at = excluded.enrolled_at,
                    stream_number = worker.stream_number + 1, stream_replica = null
                """, id.value(), name, certificateHash, now);
    }

    /** The hash of the one certificate that may speak for the worker; empty when there is no such worker. */
    public Optional<byte[]> certificateHash(Statements statements, WorkerId id) {
        return statements.first(
                "select certificate_hash from worker where id = ?", row -> row.bytes("certificate_hash"), id.value());
    }

    /** @param acknowledgedReport the newest report of the worker's present journal that is in the database */
    public record Opened(WorkerStream stream, long acknowledgedReport) {}

    /** Makes this the worker's stream, whatever stream it had. Empty when there is no such worker. */
    public Optional<Opened> openStream(Statements statements, StreamOpening opening, Instant now) {
        Offer offer = opening.offer();
        return statements.first(
                """
                update worker set
                    stream_replica = ?, stream_number = stream_number + 1,
                    agent_version = ?, agent_instance = ?, runtime = ?, peer_address = ?, heard_at = ?,
                    acknowledged_report = case when journal_id is not distinct from ? then acknowledged_report else 0 end,
                    journal_id = ?, templates = ?::jsonb,
                    cordoned = ?, warm = ?,
                    sandboxes_total = ?, vcpu_millis_total = ?, memory_mib_total = ?, disk_mib_total = ?
                where id = ?
                returning stream_number, acknowledged_report
                """,
                row -> new Opened(
                        new WorkerStream(opening.worker(), row.number("stream_number")),
                        row.number("acknowledged_report")),
                opening.replica(),
                opening.agentVersion(),
                opening.agentInstance(),
                opening.runtime().column(),
                opening.peerAddress(),
                now,
                opening.journalId(),
                opening.journalId(),
                templates.encode(opening.templates()),
                offer.cordoned(),
                offer.warm(),
                offer.total().sandboxes(),
                offer.total().vcpuMillis(),
                offer.total().memoryMib(),
                offer.total().diskMib(),
                opening.worker().value());
    }

    /** Notes that the worker lives and what it offers. False: a newer stream has taken over. */
    public boolean heard(Statements statements, WorkerStream stream, Offer offer, Instant now) {
        return statements.update(
                        """
                        update worker set heard_at = ?, cordoned = ?, warm = ?,
                            sandboxes_total = ?, vcpu_millis_total = ?, memory_mib_total = ?, disk_mib_total = ?
                        where id = ? and stream_number = ?
                        """,
                        now,
                        offer.cordoned(),
                        offer.warm(),
                        offer.total().sandboxes(),
                        offer.total().vcpuMillis(),
                        offer.total().memoryMib(),
                        offer.total().diskMib(),
                        stream.worker().value(),
                        stream.number())
                > 0;
    }

    /** Notes up to where reports are in the database, in the transaction that puts them there. False: a newer stream has taken over. */
    public boolean acknowledge(Statements statements, WorkerStream stream, long report, Instant now) {
        return statements.update("""
                        update worker set heard_at = ?, acknowledged_report = ? where id = ? and stream_number = ?
                        """, now, report, stream.worker().value(), stream.number()) > 0;
    }

    /** Whether this is still the worker's stream. The row stays locked, so that it also is at the commit. */
    public boolean holds(Statements statements, WorkerStream stream) {
        return statements
                .first(
                        "select stream_number from worker where id = ? for no key update",
                        row -> row.number("stream_number"),
                        stream.worker().value())
                .filter(number -> number == stream.number())
                .isPresent();
    }

    /** Notes an orderly end: nothing is placed on the worker until it connects again. */
    public void closeStream(Statements statements, WorkerStream stream) {
        statements.update(
                "update worker set stream_replica = null where id = ? and stream_number = ?",
                stream.worker().value(),
                stream.number());
    }

    /** All that are enrolled, connected or not. */
    public List<Worker> list(Statements statements) {
        return statements.list("""
                select id, name, runtime, stream_replica, heard_at, cordoned, warm, templates::text as templates,
                    sandboxes_total, vcpu_millis_total, memory_mib_total, disk_mib_total
                from worker order by id limit ?
                """, this::worker, WORKERS_MAX);
    }

    private Worker worker(Row row) {
        @Nullable String runtime = row.textOrNull("runtime");
        return new Worker(
                new WorkerId(row.uuid("id")),
                row.text("name"),
                runtime == null ? null : WorkerRuntime.ofColumn(runtime),
                row.textOrNull("stream_replica"),
                row.instantOrNull("heard_at"),
                row.flag("cordoned"),
                new Capacity(
                        row.number("sandboxes_total"),
                        row.number("vcpu_millis_total"),
                        row.number("memory_mib_total"),
                        row.number("disk_mib_total")),
                row.count("warm"),
                templates.decode(row.text("templates")));
    }
}
