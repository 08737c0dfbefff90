package io.smartboxes.controlplane.usage;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.UsageEntryList;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was used and what it costs. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Usage")
@Controller
final class UsageController {

    private static final String CSV = "text/csv";

    private final UsageRequests requests;
    private final UsageReports reports;
    private final UsageEntries entries;

    UsageController(UsageRequests requests, UsageReports reports, UsageEntries entries) {
        this.requests = requests;
        this.reports = reports;
        this.entries = entries;
    }

    /**
     * Usage and its cost between two times, widened to full hours (UTC); this month unless said. groupBy is hour, day, api-key,
     * template or sandbox; apiKey, template and sandbox are ids and leave only theirs.
     */
    @Get("/v1/usage")
    @Needs(Action.USAGE_READ)
    UsageReport getUsage(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String groupBy,
            @QueryValue @Nullable String apiKey,
            @QueryValue @Nullable String template,
            @QueryValue @Nullable String sandbox,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return reports.report(
                actor.tenantId(),
                new UsageQuery(
                        requests.scope(from, to, apiKey, template, sandbox),
                        UsageRequests.grouping(groupBy),
                        UsageReports.after(nextToken),
                        UsageRequests.groups(limit)));
    }

    /** The same as a file of comma-separated values, whole, with exact costs: they add up to what the report says. */
    @Get("/v1/usage.csv")
    @Produces(CSV)
    @Needs(Action.USAGE_READ)
    HttpResponse<String> getUsageFile(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String groupBy,
            @QueryValue @Nullable String apiKey,
            @QueryValue @Nullable String template,
            @QueryValue @Nullable String sandbox) {
        return HttpResponse.ok(reports.file(
                        actor.tenantId(),
                        requests.scope(from, to, apiKey, template, sandbox),
                        UsageRequests.grouping(groupBy)))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"usage.csv\"")
                .header("X-Content-Type-Options", "nosniff");
    }

    /** The ledger's rows behind a settled figure, newest first. meter is vcpu, memory, disk or cpu-used. */
    @Get("/v1/usage/entries")
    @Needs(Action.USAGE_READ)
    UsageEntryList listUsageEntries(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String meter,
            @QueryValue @Nullable String apiKey,
            @QueryValue @Nullable String template,
            @QueryValue @Nullable String sandbox,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return entries.list(
                actor.tenantId(),
                requests.scope(from, to, apiKey, template, sandbox),
                UsageRequests.meter(meter),
                nextToken == null || nextToken.isBlank() ? null : Cursor.decode(nextToken, false),
                PageLimit.of(limit));
    }
}
