package io.smartboxes.controlplane.sandbox;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.e2b.ErrorBody;
import io.smartboxes.api.e2b.ListedSandbox;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.http.Headers;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of sandboxes as E2B's clients know them. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(schema = @Schema(implementation = ErrorBody.class)))
@Tag(name = "Sandboxes")
@Controller
final class SandboxListController {

    private static final String RUNNING = "running";
    private static final Set<String> STATES = Set.of(RUNNING, "paused");

    private final SandboxListing listing;
    private final SandboxAnswers answers;

    SandboxListController(SandboxListing listing, SandboxAnswers answers) {
        this.listing = listing;
        this.answers = answers;
    }

    /** Running sandboxes, newest first unless asked otherwise. The header X-Next-Token is there when more exist. */
    @Get("/v2/sandboxes")
    @Needs(Action.SANDBOX_READ)
    HttpResponse<List<ListedSandbox>> list(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable String metadata,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable String order,
            @QueryValue @Nullable String startedAfter,
            @QueryValue @Nullable String template,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        boolean ascending = isAscending(order);
        return page(
                actor,
                new SandboxQuery(
                        includesRunning(state),
                        MetadataFilter.parse(metadata),
                        template,
                        instant(startedAfter),
                        ascending,
                        nextToken == null || nextToken.isEmpty() ? null : Cursor.decode(nextToken, ascending),
                        PageLimit.of(limit)));
    }

    /** The same for older clients, which only filter by metadata. */
    @Get("/sandboxes")
    @Needs(Action.SANDBOX_READ)
    HttpResponse<List<ListedSandbox>> listV1(
            @Parameter(hidden = true) Actor actor, @QueryValue @Nullable String metadata) {
        return page(
                actor,
                new SandboxQuery(
                        true, MetadataFilter.parse(metadata), null, null, false, null, PageLimit.WITHOUT_PAGES));
    }

    private HttpResponse<List<ListedSandbox>> page(Actor actor, SandboxQuery query) {
        var page = listing.list(actor.tenantId(), query);
        var response = HttpResponse.ok(
                        page.sandboxes().stream().map(answers::listed).toList())
                .header(Headers.TOTAL_RUNNING, Long.toString(page.totalRunning()));
        return page.nextToken() == null ? response : response.header(Headers.NEXT_TOKEN, page.nextToken());
    }

    private static boolean includesRunning(@Nullable String states) {
        if (states == null || states.isEmpty()) {
            return true;
        }
        var asked = List.of(states.split(",", -1));
        if (!STATES.containsAll(asked)) {
            throw refused("state is '" + states + "': it must be running, paused, or both with a comma between them.");
        }
        return asked.contains(RUNNING);
    }

    private static boolean isAscending(@Nullable String order) {
        return Map.of("", false, "desc", false, "asc", true).entrySet().stream()
                .filter(known -> known.getKey().equals(order == null ? "" : order))
                .findFirst()
                .orElseThrow(() -> refused("order is '" + order + "': it must be asc or desc."))
                .getValue();
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null || text.isEmpty()
                    ? null
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            throw refused("startedAfter is '" + text + "': it must be a time like 2026-01-31T12:00:00.5Z.");
        }
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}
