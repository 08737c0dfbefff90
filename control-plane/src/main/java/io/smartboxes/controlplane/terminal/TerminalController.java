package io.smartboxes.controlplane.terminal;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.NewTerminalTicket;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.TerminalTicket;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Terminals of sandboxes. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Terminals")
@Controller("/v1/sandboxes/{id}/terminal-tickets")
final class TerminalController {

    private final TicketService tickets;

    TerminalController(TicketService tickets) {
        this.tickets = tickets;
    }

    /**
     * A ticket that opens a terminal once, within a minute. Open a WebSocket at its url and send, as the first message, the
     * text {"type":"open","ticket":TICKET,"columns":80,"rows":24}. Binary messages are what is typed and what is shown; the
     * text {"type":"resize","columns":C,"rows":R} changes the size. Each connection needs a ticket of its own.
     */
    @Post
    @Needs(Action.TERMINAL)
    @Audited(AuditAction.TERMINAL_OPEN)
    @Status(HttpStatus.CREATED)
    TerminalTicket createTerminalTicket(
            @Parameter(hidden = true) Actor actor, @PathVariable String id, @Body NewTerminalTicket body) {
        return tickets.issue(actor, id, body.terminal());
    }
}
