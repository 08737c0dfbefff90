package io.smartboxes.controlplane.terminal;

import io.smartboxes.controlplane.access.Principal;
import io.smartboxes.controlplane.platform.persistence.Row;
import io.smartboxes.controlplane.platform.persistence.Statements;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.TerminalId;
import io.smartboxes.id.TerminalTicketId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tickets' rows, as their tenant sees them. Runs in its caller's transaction. */
@Singleton
final class TicketRepository {

    /** Makes a ticket for a sandbox that callers can see, under its present lease. False: there is none. */
    boolean insert(Statements statements, TenantId tenant, Ticket ticket) {
        var principal = ticket.principal();
        return statements.update(
                        """
                        insert into terminal_ticket (tenant_id, id, sandbox_id, epoch, terminal_id, new_terminal, hash,
                            user_id, session_id, api_key_id, created_at, expires_at)
                        select tenant_id, ?, id, epoch, ?, ?, ?, ?::uuid, ?::uuid, ?::uuid, ?, ?
                        from sandbox where tenant_id = ? and id = ? and wanted = 'RUNNING' and seen = 'RUNNING'
                        """,
                        ticket.id().value(),
                        ticket.terminal().value(),
                        ticket.newTerminal(),
                        ticket.secret().hash(),
                        principal instanceof Principal.Member member
                                ? member.person().value()
                                : null,
                        principal instanceof Principal.Member member
                                ? member.session().value()
                                : null,
                        principal instanceof Principal.Key key ? key.id().value() : null,
                        ticket.createdAt(),
                        ticket.expiresAt(),
                        tenant.value(),
                        ticket.sandbox().value())
                > 0;
    }

    /** How many tickets of a sandbox are good now and not used. */
    long outstanding(Statements statements, TenantId tenant, SandboxId sandbox, Instant now) {
        return statements
                .first("""
                        select count(*) as n from terminal_ticket
                        where tenant_id = ? and sandbox_id = ? and state in ('WANTED', 'GRANTED') and expires_at > ?
                        """, row -> row.number("n"), tenant.value(), sandbox.value(), now)
                .orElse(0L);
    }

    Optional<Answer> answer(Statements statements, TenantId tenant, TerminalTicketId id) {
        return statements.first(
                "select state, message from terminal_ticket where tenant_id = ? and id = ?",
                TicketRepository::answer,
                tenant.value(),
                id.value());
    }

    private static Answer answer(Row row) {
        return new Answer(TicketState.valueOf(row.text("state")), row.textOrNull("message"));
    }

    /** A new ticket. */
    record Ticket(
            TerminalTicketId id,
            SandboxId sandbox,
            TerminalId terminal,
            boolean newTerminal,
            TicketSecret secret,
            Principal principal,
            Instant createdAt,
            Instant expiresAt) {}

    /** What its worker said. */
    record Answer(TicketState state, @Nullable String message) {}
}
