package io.smartboxes.controlplane.audit;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.ForPeople;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.access.SignedIn;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The audit log of the caller's tenant, and what concerns the caller alone. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Audit")
@Controller("/v1")
final class AuditController {

    private static final String JSON_LINES = "application/x-ndjson";

    private final AuditService service;
    private final AuditExport export;

    AuditController(AuditService service, AuditExport export) {
        this.service = service;
        this.export = export;
    }

    /**
     * Lists who did what and what was refused, newest first. Refusals of one kind within a minute are one event that is counted.
     * action takes a whole action or what it is done to (sandbox finds sandbox.kill); outcome is done or refused.
     */
    @Get("/audit-events")
    @Needs(Action.AUDIT_READ)
    AuditEventList list(
            @Parameter(hidden = true) Actor reader,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String actor,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable String target,
            @QueryValue @Nullable String outcome,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return service.list(
                Owner.of(reader.tenantId()),
                AuditSearch.parse(from, to, actor, action, target, outcome),
                nextToken,
                PageLimit.of(limit));
    }

    /** The same as lines of JSON, 100,000 events at most; if there are more, the last line is an object with nextToken. */
    @Get("/audit-events/export")
    @Produces(JSON_LINES)
    @Needs(Action.AUDIT_READ)
    HttpResponse<Publisher<byte[]>> exportEvents(
            @Parameter(hidden = true) Actor reader,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String actor,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable String target,
            @QueryValue @Nullable String outcome,
            @QueryValue @Nullable String nextToken) {
        var search = AuditSearch.parse(from, to, actor, action, target, outcome);
        Publisher<byte[]> lines = export.stream(Owner.of(reader.tenantId()), search, nextToken);
        return HttpResponse.ok(lines)
                .contentType(JSON_LINES)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit-events.jsonl\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** What concerns the person who is signed in and no tenant: their sign-ins and how they ended. */
    @Get("/me/audit-events")
    @ForPeople
    AuditEventList listOwn(
            @Parameter(hidden = true) SignedIn person,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String action,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return service.list(
                Owner.of(person.user()),
                AuditSearch.parse(from, to, null, action, null, null),
                nextToken,
                PageLimit.of(limit));
    }
}
