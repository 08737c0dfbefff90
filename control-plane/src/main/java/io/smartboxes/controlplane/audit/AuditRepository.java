package io.smartboxes.controlplane.audit;

import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.AuditEventId;
import io.smartboxes.id.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The log's rows. Runs in its caller's transaction. */
@Singleton
final class AuditRepository {

    private static final String COLUMNS =
            "id, at, actor, action, target, outcome, code, repeats, host(address) as address, request_id, difference";

    private final InstantSource clock;
    private final Differences differences;

    AuditRepository(InstantSource clock, Differences differences) {
        this.clock = clock;
        this.differences = differences;
    }

    void append(Statements statements, Owner owner, Origin origin, AuditEntry entry) {
        statements.update(
                """
                insert into audit_event (tenant_id, user_id, id, at, actor, action, target, outcome, repeats, address, request_id, difference)
                values (?::uuid, ?::uuid, ?, ?, ?, ?, ?, 'done', 1, ?::inet, ?, ?::json)
                """,
                owner.tenant(),
                owner.person(),
                AuditEventId.next(clock).value(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                origin.actor().text(),
                entry.action().code(),
                entry.target(),
                origin.address(),
                origin.requestId(),
                differences.encode(entry.difference()));
    }

    /** @param person whose log it is for; null for what staff did, which is in theirs by its actor */
    void appendOfProvider(
            Statements statements,
            @Nullable UserId person,
            AuditActor actor,
            AuditAction action,
            Instant at,
            @Nullable String address) {
        statements.update(
                """
                insert into audit_event (user_id, id, at, actor, action, outcome, repeats, address)
                values (?::uuid, ?, ?, ?, ?, 'done', 1, ?::inet)
                """,
                person == null ? null : person.value(),
                AuditEventId.next(clock).value(),
                at,
                actor.text(),
                action.code(),
                address);
    }

    /** Newest first: what was done, what was refused, and what is still being refused this minute. */
    List<StoredEvent> list(Statements statements, Owner owner, AuditSearch search, @Nullable Cursor after, int limit) {
        var parameters = new ArrayList<@Nullable Object>();
        return newest(statements, table -> branch(table, owner, search, after, parameters), parameters, limit);
    }

    /** What staff did in all logs, and what they were refused. Needs the system door. */
    List<StoredEvent> listStaff(Statements statements, @Nullable Cursor after, int limit) {
        var parameters = new ArrayList<@Nullable Object>();
        return newest(statements, table -> staffBranch(table, after, limit, parameters), parameters, limit);
    }

    /** Of what was done and what was refused; each branch adds its parameters. */
    private List<StoredEvent> newest(
            Statements statements, UnaryOperator<String> branch, List<@Nullable Object> parameters, int limit) {
        String branches =
                Stream.of("audit_event", "audit_refusal").map(branch).collect(Collectors.joining(" union all "));
        parameters.add(limit);
        return statements.list(
                "select * from (" + branches + ") events order by at desc, id desc limit ?",
                this::event,
                parameters.toArray());
    }

    private static String staffBranch(
            String table, @Nullable Cursor after, int limit, List<@Nullable Object> parameters) {
        if (after != null) {
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit);
        return "(select " + COLUMNS + " from " + table + " where starts_with(actor, 'staff:')"
                + (after == null ? "" : " and (at, id) < (?, ?)") + " order by at desc, id desc limit ?)";
    }

    private static String branch(
            String table, Owner owner, AuditSearch search, @Nullable Cursor after, List<@Nullable Object> parameters) {
        var sql = new StringBuilder("select " + COLUMNS + " from " + table + " where " + owner.condition());
        parameters.add(owner.id());
        search.narrow(sql, parameters);
        if (after != null) {
            sql.append(" and (at, id) < (?, ?)");
            parameters.add(after.at());
            parameters.add(after.id());
        }
        return sql.toString();
    }

    private StoredEvent event(Row row) {
        return new StoredEvent(
                new AuditEventId(row.uuid("id")),
                row.instant("at"),
                new AuditActor(row.text("actor")),
                row.text("action"),
                row.textOrNull("target"),
                row.text("outcome"),
                row.textOrNull("code"),
                row.count("repeats"),
                row.textOrNull("address"),
                row.textOrNull("request_id"),
                differences.decode(row.text("difference")));
    }
}
