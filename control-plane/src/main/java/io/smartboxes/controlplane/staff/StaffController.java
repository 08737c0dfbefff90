package io.smartboxes.controlplane.staff;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.NewSuspension;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.StaffSearchResult;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.controlplane.access.ForStaff;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** For those who run the installation: tokens of the staff's issuer alone open it. */
@ApiResponse(
        responseCode = "default",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Staff")
@Controller("/v1/staff")
final class StaffController {

    private final StaffService service;

    StaffController(StaffService service) {
        this.service = service;
    }

    /** Finds tenants by a mail address, an API key's first characters, or the id of a tenant, sandbox, key or request. */
    @Get("/search")
    @ForStaff
    StaffSearchResult search(@QueryValue @Nullable String q) {
        return service.search(q);
    }

    /** One tenant; that it was looked at, its own audit log says. */
    @Get("/tenants/{id}")
    @ForStaff
    StaffTenant tenant(@PathVariable String id) {
        return service.tenant(id);
    }

    /** Suspends a tenant, or moves it to another step. */
    @Put("/tenants/{id}/suspension")
    @ForStaff
    @Audited(AuditAction.TENANT_SUSPEND)
    @Status(HttpStatus.NO_CONTENT)
    void suspend(@PathVariable String id, @Body NewSuspension request) {
        service.suspend(id, request);
    }

    /** Undoes a suspension. */
    @Delete("/tenants/{id}/suspension")
    @ForStaff
    @Audited(AuditAction.TENANT_UNSUSPEND)
    @Status(HttpStatus.NO_CONTENT)
    void unsuspend(@PathVariable String id) {
        service.unsuspend(id);
    }

    /** What staff did, in whatever tenant, newest first. */
    @Get("/audit-events")
    @ForStaff
    AuditEventList staffEvents(@QueryValue @Nullable Integer limit, @QueryValue @Nullable String nextToken) {
        return service.events(nextToken, PageLimit.of(limit));
    }
}
