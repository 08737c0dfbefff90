package io.smartboxes.controlplane.staff;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.controlplane.access.ForStaff;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What staff see of one tenant. That they looked, and at what, stands in the tenant's own audit log. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Staff")
@Controller("/v1/staff/tenants/{id}")
final class StaffTenantController {

    private final StaffSights sights;

    StaffTenantController(StaffSights sights) {
        this.sights = sights;
    }

    /** Its standing, its members, and what limits it. */
    @Get
    @ForStaff
    StaffTenant tenant(@PathVariable String id) {
        return sights.tenant(id);
    }

    /** Its usage and cost, as its members see them. groupBy is hour, day, api-key, template or sandbox. */
    @Get("/usage")
    @ForStaff
    UsageReport tenantUsage(
            @PathVariable String id,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String groupBy,
            @QueryValue @Nullable String nextToken) {
        return sights.usage(id, from, to, groupBy, nextToken);
    }

    /** Its sandboxes, newest first. state is running or ended. */
    @Get("/sandboxes")
    @ForStaff
    SandboxList tenantSandboxes(
            @PathVariable String id,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return sights.sandboxes(id, state, PageLimit.of(limit), nextToken);
    }

    /** Its API keys, newest first, each known by its first and last characters. */
    @Get("/api-keys")
    @ForStaff
    ApiKeyList tenantApiKeys(
            @PathVariable String id, @QueryValue @Nullable Integer limit, @QueryValue @Nullable String nextToken) {
        return sights.keys(id, PageLimit.of(limit), nextToken);
    }

    /** Its audit log, newest first. action takes a whole action or what it is done to. */
    @Get("/audit-events")
    @ForStaff
    AuditEventList tenantAuditEvents(
            @PathVariable String id,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return sights.events(id, action, PageLimit.of(limit), nextToken);
    }
}
