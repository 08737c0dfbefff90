package io.smartboxes.controlplane.invitation;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.Invitation;
import io.smartboxes.api.v1.InvitationAnswer;
import io.smartboxes.api.v1.InvitationList;
import io.smartboxes.api.v1.NewInvitation;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.ReceivedInvitationList;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.ForPeople;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Invitations of the caller's tenant, and those to the address of the person who is signed in. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Invitations")
@Controller("/v1")
final class InvitationController {

    private final InvitationService service;
    private final InvitationAnswers answers;

    InvitationController(InvitationService service, InvitationAnswers answers) {
        this.service = service;
        this.answers = answers;
    }

    /** Invites a mail address in a role. The mail goes out at once; the invitation is good for seven days and once. */
    @Post("/invitations")
    @Needs(Action.INVITATIONS)
    @Audited(AuditAction.INVITATION_CREATE)
    @Status(HttpStatus.CREATED)
    Invitation invite(@Parameter(hidden = true) Actor actor, @Body NewInvitation request) {
        return service.invite(actor, request.email(), request.role());
    }

    /** Lists invitations, answered ones included, newest first. */
    @Get("/invitations")
    @Needs(Action.INVITATIONS)
    InvitationList listInvitations(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return service.list(actor, nextToken, PageLimit.of(limit));
    }

    /** Takes an invitation back. */
    @Delete("/invitations/{id}")
    @Needs(Action.INVITATIONS)
    @Audited(AuditAction.INVITATION_REVOKE)
    @Status(HttpStatus.NO_CONTENT)
    void revokeInvitation(@Parameter(hidden = true) Actor actor, @PathVariable String id) {
        service.revoke(actor, id);
    }

    /** Sends an invitation again: good for another seven days; the mail before opens nothing any more. */
    @Post("/invitations/{id}/resend")
    @Needs(Action.INVITATIONS)
    @Audited(AuditAction.INVITATION_RESEND)
    Invitation resendInvitation(@Parameter(hidden = true) Actor actor, @PathVariable String id) {
        return service.resend(actor, id);
    }

    /** Invitations that wait for an answer of the person who is signed in. */
    @Get("/me/invitations")
    @ForPeople
    ReceivedInvitationList receivedInvitations(@Parameter(hidden = true) SignedIn person) {
        return answers.received(person);
    }

    /** Accepts an invitation to one's own address. The token of the mail is not needed for it; it explains a wrong address. */
    @Post("/invitations/{id}/accept")
    @ForPeople
    @Audited(AuditAction.INVITATION_ACCEPT)
    @Status(HttpStatus.NO_CONTENT)
    void acceptInvitation(
            @Parameter(hidden = true) SignedIn person, @PathVariable String id, @Body InvitationAnswer request) {
        answers.accept(person, id, request.token());
    }

    /** Declines an invitation to one's own address. */
    @Post("/invitations/{id}/decline")
    @ForPeople
    @Audited(AuditAction.INVITATION_DECLINE)
    @Status(HttpStatus.NO_CONTENT)
    void declineInvitation(
            @Parameter(hidden = true) SignedIn person, @PathVariable String id, @Body InvitationAnswer request) {
        answers.decline(person, id, request.token());
    }
}
