package io.smartboxes.controlplane.staff;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.NewLimitOverride;
import io.smartboxes.api.v1.NewSuspension;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.controlplane.access.ForStaff;
import io.smartboxes.controlplane.access.StaffMember;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What staff do to one tenant, and undo. The tenant's members read each reason. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Staff")
@Controller("/v1/staff/tenants/{id}")
final class StaffMeasureController {

    private final StaffMeasures measures;

    StaffMeasureController(StaffMeasures measures) {
        this.measures = measures;
    }

    /** Suspends a tenant, or moves it to another step. */
    @Put("/suspension")
    @ForStaff
    @Audited(AuditAction.TENANT_SUSPEND)
    @Status(HttpStatus.NO_CONTENT)
    void suspend(@PathVariable String id, @Body NewSuspension request) {
        measures.suspend(id, request);
    }

    /** Undoes a suspension. reason is a sentence for the tenant's members. */
    @Delete("/suspension")
    @ForStaff
    @Audited(AuditAction.TENANT_UNSUSPEND)
    @Status(HttpStatus.NO_CONTENT)
    void unsuspend(@PathVariable String id, @QueryValue @Nullable String reason) {
        measures.unsuspend(id, reason);
    }

    /** Lets another limit hold than the plan's; resource as the tenant's limits name it. */
    @Put("/limits/{resource}")
    @ForStaff
    @Audited(AuditAction.LIMIT_OVERRIDE)
    @Status(HttpStatus.NO_CONTENT)
    void overrideLimit(
            @Parameter(hidden = true) StaffMember staff,
            @PathVariable String id,
            @PathVariable String resource,
            @Body NewLimitOverride request) {
        measures.override(staff, id, resource, request);
    }

    /** Lets the plan's limit hold again. reason is a sentence for the tenant's members. */
    @Delete("/limits/{resource}")
    @ForStaff
    @Audited(AuditAction.LIMIT_RESTORE)
    @Status(HttpStatus.NO_CONTENT)
    void restoreLimit(@PathVariable String id, @PathVariable String resource, @QueryValue @Nullable String reason) {
        measures.restore(id, resource, reason);
    }
}
