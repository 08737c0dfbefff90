package io.smartboxes.controlplane.tenant;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.NewTenant;
import io.smartboxes.api.v1.Problem;
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
        responseCode = "default",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Tenants")
@Controller("/v1/tenants")
final class TenantController {

    private final TenantService service;
    private final Memberships memberships;

    TenantController(TenantService service, Memberships memberships) {
        this.service = service;
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
