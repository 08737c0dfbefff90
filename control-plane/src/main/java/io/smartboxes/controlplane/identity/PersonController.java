package io.smartboxes.controlplane.identity;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.SessionList;
import io.smartboxes.controlplane.access.ForPeople;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The person who is signed in, and their sign-ins. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Me")
@Controller("/v1")
final class PersonController {

    private final PersonService service;
    private final AccountDeletion deletion;

    PersonController(PersonService service, AccountDeletion deletion) {
        this.service = service;
        this.deletion = deletion;
    }

    /** Who is signed in, and the tenants they belong to. The first call of somebody new makes their account and a tenant. */
    @Get("/me")
    @ForPeople
    Me me(@Parameter(hidden = true) SignedIn person) {
        return service.me(person);
    }

    /**
     * Deletes the account of whoever is signed in, with the tenants that nobody else belongs to. Refused while others would be left
     * without an owner.
     */
    @Delete("/me")
    @Audited(AuditAction.ACCOUNT_DELETE)
    @Status(HttpStatus.NO_CONTENT)
    @ForPeople
    void deleteAccount(@Parameter(hidden = true) SignedIn person) {
        deletion.delete(person);
    }

    /** Where one is signed in. */
    @Get("/sessions")
    @ForPeople
    SessionList sessions(@Parameter(hidden = true) SignedIn person) {
        return service.sessions(person);
    }

    /** Ends one of one's own sign-ins; its tokens open nothing from then on, within ten seconds. */
    @Delete("/sessions/{id}")
    @Audited(AuditAction.SESSION_END)
    @Status(HttpStatus.NO_CONTENT)
    @ForPeople
    void endSession(@Parameter(hidden = true) SignedIn person, @PathVariable String id) {
        service.endSession(person, id);
    }
}
