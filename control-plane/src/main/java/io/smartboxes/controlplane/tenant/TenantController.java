package io.smartboxes.controlplane.tenant;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.NewTenant;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.TenantTransfer;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Caller;
import io.smartboxes.controlplane.access.ForPeople;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** Tenants of the person who is signed in. The path names the tenant, so no header has to. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Tenants")
@Controller("/v1/tenants")
final class TenantController {

    private final TenantService service;
    private final TenantClosing closing;
    private final Memberships memberships;

    TenantController(TenantService service, TenantClosing closing, Memberships memberships) {
        this.service = service;
        this.closing = closing;
        this.memberships = memberships;
    }

    /** Makes a tenant, with the caller as its owner. */
    @Post
    @Audited(AuditAction.TENANT_CREATE)
    @Status(HttpStatus.CREATED)
    @ForPeople
    io.smartboxes.api.v1.Tenant create(@Parameter(hidden = true) SignedIn person, @Body NewTenant request) {
        return service.create(person.user(), request.name()).shown();
    }

    /** A tenant of one's own, and what keeps it from going on as usual, if anything does. */
    @Get("/{id}")
    @ForPeople
    io.smartboxes.api.v1.Tenant getTenant(@Parameter(hidden = true) SignedIn person, @PathVariable String id) {
        return closing.get(person, id).shown();
    }

    /** Deletes a tenant: what runs in it ends at once, and it is gone after a week; until then it can be restored. */
    @Delete("/{id}")
    @Audited(AuditAction.TENANT_CLOSE)
    @ForPeople
    io.smartboxes.api.v1.Tenant close(@Parameter(hidden = true) SignedIn person, @PathVariable String id) {
        return closing.close(person, id).shown();
    }

    /** Takes the deletion back. What has ended stays ended. */
    @Post("/{id}/restore")
    @Audited(AuditAction.TENANT_RESTORE)
    @ForPeople
    io.smartboxes.api.v1.Tenant restore(@Parameter(hidden = true) SignedIn person, @PathVariable String id) {
        return closing.restore(person, id).shown();
    }

    /** Makes another member its owner; the caller stays as admin. */
    @Post("/{id}/transfer")
    @Audited(AuditAction.TENANT_TRANSFER)
    @Status(HttpStatus.NO_CONTENT)
    @ForPeople
    void transfer(@Parameter(hidden = true) SignedIn person, @PathVariable String id, @Body TenantTransfer request) {
        closing.transfer(person, id, request.userId());
    }

    /** Gives a tenant another name. */
    @Patch("/{id}")
    @Audited(AuditAction.TENANT_RENAME)
    @ForPeople
    io.smartboxes.api.v1.Tenant rename(
            @Parameter(hidden = true) SignedIn person, @PathVariable String id, @Body NewTenant request) {
        var actor = Caller.actsAs(memberships.choose(person, id));
        actor.require(Action.SETTINGS);
        return service.rename(actor.tenantId(), request.name(), person.user()).shown();
    }
}
