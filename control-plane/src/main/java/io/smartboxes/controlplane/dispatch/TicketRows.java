package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Role;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.SessionId;
import io.smartboxes.id.TerminalId;
import io.smartboxes.id.TerminalTicketId;
import io.smartboxes.id.UserId;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tickets for terminals, of all tenants, as workers need to hear of them. Runs in its caller's transaction. */
@Singleton
final class TicketRows {

    /** Longer than any connection lives. */
    private static final Duration KEPT = Duration.ofHours(13);

    private static final String ROLES = String.join(
            ",",
            Arrays.stream(Role.values())
                    .filter(Action.TERMINAL::isFor)
                    .map(role -> "'" + role.code() + "'")
                    .toList());

    /** The policy of access, as a condition: whether the holder of ticket t may still use terminals. */
    private static final String HELD_RIGHTLY = """
            case when t.api_key_id is not null
            then exists (
                select from api_key k left join membership m on m.tenant_id = k.tenant_id and m.user_id = k.made_by
                where k.tenant_id = t.tenant_id and k.id = t.api_key_id and k.revoked_at is null
                    and (k.expires_at is null or k.expires_at > now())
                    and (k.made_by is null or m.role in (%1$s)))
            else exists (
                select from membership m join user_account u on u.id = m.user_id join user_session s on s.user_id = u.id
                where m.tenant_id = t.tenant_id and m.user_id = t.user_id and m.role in (%1$s)
                    and u.deleted_at is null and s.id = t.session_id and s.ended_at is null)
            end""".formatted(ROLES);

    /** What these workers have still to be told about tickets. */
    List<DueTicket> due(Statements statements, Collection<WorkerId> workers, Instant now, int limit) {
        return statements.list(
                """
                select t.id, t.sandbox_id, t.epoch, b.worker_id, t.terminal_id, t.new_terminal, t.hash, t.expires_at,
                    t.state = 'GRANTED' as revoked, t.user_id, t.session_id, t.api_key_id
                from terminal_ticket t join sandbox b on b.tenant_id = t.tenant_id and b.id = t.sandbox_id
                where t.state in ('WANTED', 'GRANTED') and b.worker_id = any (?)
                    and b.wanted = 'RUNNING' and b.seen = 'RUNNING' and b.epoch = t.epoch
                    and ((t.state = 'WANTED' and t.expires_at > ?)
                        or (t.state = 'GRANTED' and not\s""" + HELD_RIGHTLY + """
                ))
                order by t.created_at limit ?
                """,
                TicketRows::due,
                workers.stream().map(WorkerId::value).toList(),
                now,
                limit);
    }

    /** Notes what the worker said; false when it may not say it, or it was said before. */
    boolean answered(
            Statements statements, WorkerId worker, TerminalTicketId ticket, String state, @Nullable String message) {
        return statements.update("""
                        update terminal_ticket t set state = ?, message = ? from sandbox b
                        where t.id = ? and b.tenant_id = t.tenant_id and b.id = t.sandbox_id and b.worker_id = ?
                            and b.epoch = t.epoch and t.state <> ? and (t.state = 'WANTED' or (t.state = 'GRANTED' and ? = 'OVER'))
                        """, state, message, ticket.value(), worker.value(), state, state) > 0;
    }

    /** Drops what nobody asks for any more. */
    void forget(Statements statements, Instant now) {
        statements.update(
                "delete from terminal_ticket where created_at < ? or (created_at < ? and state <> 'GRANTED')",
                now.minus(KEPT),
                now.minus(Duration.ofMinutes(5)));
    }

    private static DueTicket due(Row row) {
        UUID user = row.uuidOrNull("user_id");
        UUID session = row.uuidOrNull("session_id");
        UUID key = row.uuidOrNull("api_key_id");
        return new DueTicket(
                new TerminalTicketId(row.uuid("id")),
                new SandboxId(row.uuid("sandbox_id")),
                row.number("epoch"),
                new WorkerId(row.uuid("worker_id")),
                new TerminalId(row.uuid("terminal_id")),
                row.flag("new_terminal"),
                row.bytes("hash"),
                row.instant("expires_at"),
                row.flag("revoked"),
                new DueTicket.Holder(
                        user == null ? null : new UserId(user).toString(),
                        session == null ? null : new SessionId(session).toString(),
                        key == null ? null : new ApiKeyId(key).toString()));
    }
}
