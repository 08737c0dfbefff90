package io.smartboxes.controlplane.terminal;

import io.smartboxes.api.v1.TerminalTicket;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.AuditEntry;
import io.smartboxes.controlplane.audit.AuditTrail;
import io.smartboxes.controlplane.platform.background.NudgeBus;
import io.smartboxes.controlplane.platform.http.GatewayConfig;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.sandbox.SandboxProblems;
import io.smartboxes.controlplane.sandbox.SandboxWaiters;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.TerminalId;
import io.smartboxes.id.TerminalTicketId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives out tickets, each only once its worker has it. */
@Singleton
class TicketService {

    static final Duration TIME_TO_LIVE = Duration.ofSeconds(60);

    /** Tickets of one sandbox that are good at once. */
    static final int OUTSTANDING_MAX = 64;

    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(5);

    private final TenantDatabase database;
    private final TicketRepository tickets;
    private final AuditTrail audit;
    private final SandboxWaiters waiters;
    private final NudgeBus nudges;
    private final GatewayConfig gateway;
    private final InstantSource clock;

    TicketService(
            TenantDatabase database,
            TicketRepository tickets,
            AuditTrail audit,
            SandboxWaiters waiters,
            NudgeBus nudges,
            GatewayConfig gateway,
            InstantSource clock) {
        this.database = database;
        this.tickets = tickets;
        this.audit = audit;
        this.waiters = waiters;
        this.nudges = nudges;
        this.gateway = gateway;
        this.clock = clock;
    }

    /**
     * A ticket for a new terminal of a sandbox, or for one to come back to.
     *
     * @param terminal null for a new one
     * @throws ProblemException when there is no such sandbox, it has as many terminals as it may, or its worker is unheard
     */
    TerminalTicket issue(Actor actor, String sandbox, @Nullable String terminal) {
        var tenant = actor.tenantId();
        var id = parse(sandbox);
        var ticket = ticket(actor, id, terminal);
        try (var waiter = waiters.listen(id)) {
            save(tenant, ticket, sandbox);
            nudges.publish(TerminalTopics.TICKET_WANTED, id.toString());
            long deadline = System.nanoTime() + CONFIRMED_WITHIN.toNanos();
            do {
                waiter.pause(deadline);
                if (isGranted(tenant, ticket, sandbox)) {
                    return new TerminalTicket(
                            ticket.secret().text(), ticket.terminal().toString(), url(id), ticket.expiresAt());
                }
            } while (System.nanoTime() < deadline);
        }
        throw new ProblemException(
                ProblemType.WORKER_UNHEARD,
                "The worker of sandbox \"" + id
                        + "\" cannot be heard just now, so no terminal can be opened. The sandbox goes on; try again in a"
                        + " moment.");
    }

    private TicketRepository.Ticket ticket(Actor actor, SandboxId sandbox, @Nullable String terminal) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new TicketRepository.Ticket(
                TerminalTicketId.next(clock),
                sandbox,
                terminal == null || terminal.isBlank() ? TerminalId.next(clock) : parseTerminal(terminal),
                terminal == null || terminal.isBlank(),
                TicketSecret.random(),
                actor.principal(),
                now,
                now.plus(TIME_TO_LIVE));
    }

    private void save(TenantId tenant, TicketRepository.Ticket ticket, String sandbox) {
        database.transaction(tenant, statements -> {
            if (tickets.outstanding(statements, tenant, ticket.sandbox(), ticket.createdAt()) >= OUTSTANDING_MAX) {
                throw new ProblemException(
                        ProblemType.LIMIT_REACHED,
                        "This sandbox has " + OUTSTANDING_MAX
                                + " connections to terminals, or tickets for them, the most"
                                + " allowed. Close some, or wait a minute for unused tickets to expire.");
            }
            if (!tickets.insert(statements, tenant, ticket)) {
                throw SandboxProblems.sandboxNotFound(sandbox);
            }
            audit.append(
                    statements,
                    tenant,
                    AuditEntry.of(AuditAction.TERMINAL_OPEN, ticket.sandbox()).set("terminal", ticket.terminal()));
            return true;
        });
    }

    private boolean isGranted(TenantId tenant, TicketRepository.Ticket ticket, String sandbox) {
        var answer = database.transaction(tenant, statements -> tickets.answer(statements, tenant, ticket.id()))
                .orElseThrow(() -> SandboxProblems.sandboxNotFound(sandbox));
        return switch (answer.state()) {
            case WANTED -> false;
            case GRANTED, OVER -> true;
            case NOT_HERE -> throw SandboxProblems.sandboxNotFound(sandbox);
            case LIMIT_REACHED ->
                throw new ProblemException(
                        ProblemType.LIMIT_REACHED,
                        Objects.requireNonNullElse(answer.message(), "This sandbox has too many terminals."));
        };
    }

    /** Any gateway will do: one that does not have the sandbox passes the connection on to the one that has. */
    private String url(SandboxId sandbox) {
        URI base = gateway.url();
        if (base == null) {
            throw new ProblemException(
                    ProblemType.NOT_SUPPORTED,
                    "Terminals need the address of the gateway, and smartboxes.gateway.url is not set.");
        }
        String text = base.toString().replaceFirst("/$", "") + "/terminals/" + sandbox;
        return text.replaceFirst("^http", "ws");
    }

    private static SandboxId parse(String id) {
        try {
            return SandboxId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw SandboxProblems.sandboxNotFound(id);
        }
    }

    private static TerminalId parseTerminal(String id) {
        try {
            return TerminalId.parse(id);
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "terminal must be the id of a terminal, trm_ and 26 letters and digits, or be left out for a new one.");
        }
    }
}
