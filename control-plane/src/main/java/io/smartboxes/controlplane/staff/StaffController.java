package io.smartboxes.controlplane.staff;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.StaffMe;
import io.smartboxes.api.v1.StaffSearchResult;
import io.smartboxes.controlplane.access.ForStaff;
import io.smartboxes.controlplane.access.StaffMember;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** For those who run the installation: tokens of the staff's issuer alone open it. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Staff")
@Controller("/v1/staff")
final class StaffController {

    private final StaffService service;

    StaffController(StaffService service) {
        this.service = service;
    }

    /** Who asks. */
    @Get("/me")
    @ForStaff
    StaffMe staffMe(@Parameter(hidden = true) StaffMember staff) {
        return new StaffMe(staff.name());
    }

    /** Finds tenants by a mail address, an API key's first characters, or the id of a tenant, sandbox, key or request. */
    @Get("/search")
    @ForStaff
    StaffSearchResult search(@QueryValue @Nullable String q) {
        return service.search(q);
    }

    /** What staff did, in whatever tenant, newest first. */
    @Get("/audit-events")
    @ForStaff
    AuditEventList staffEvents(@QueryValue @Nullable Integer limit, @QueryValue @Nullable String nextToken) {
        return service.events(nextToken, PageLimit.of(limit));
    }
}
