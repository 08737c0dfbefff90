package io.smartboxes.controlplane.sandbox;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxHistory;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.platform.http.Cursor;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sandboxes for people: ended ones included, and without what opens them. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Sandboxes of a tenant")
@Controller("/v1/sandboxes")
final class SandboxViewController {

    private static final String RUNNING = "running";
    private static final String ENDED = "ended";
    private static final int SEARCH_MAX = 200;

    private final SandboxViews views;
    private final SandboxCosts costs;

    SandboxViewController(SandboxViews views, SandboxCosts costs) {
        this.views = views;
        this.costs = costs;
    }

    /**
     * Sandboxes, newest first. State is running, ended, or both with a comma; search is an id or part of a name or of metadata;
     * apiKey is the id of the key that made them.
     */
    @Get
    @Needs(Action.SANDBOX_READ)
    SandboxList listSandboxes(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable String state,
            @QueryValue @Nullable String search,
            @QueryValue @Nullable String template,
            @QueryValue @Nullable String apiKey,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        var states = states(state);
        return views.list(
                actor.tenantId(),
                new SandboxViewQuery(
                        states.contains(RUNNING),
                        states.contains(ENDED),
                        search(search),
                        presence(template),
                        apiKey(presence(apiKey)),
                        after(nextToken),
                        PageLimit.of(limit)));
    }

    /** One sandbox, for as long as it is remembered. */
    @Get("/{id}")
    @Needs(Action.SANDBOX_READ)
    Sandbox getSandbox(@Parameter(hidden = true) Actor actor, @PathVariable String id) {
        Sandbox sandbox = views.get(actor.tenantId(), id);
        return sandbox.withCost(costs.of(actor.tenantId(), SandboxId.parse(sandbox.id()), sandbox.createdAt()));
    }

    /** What happened to it, newest first. */
    @Get("/{id}/events")
    @Needs(Action.SANDBOX_READ)
    SandboxHistory getSandboxEvents(
            @Parameter(hidden = true) Actor actor,
            @PathVariable String id,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return views.history(actor.tenantId(), id, after(nextToken), PageLimit.of(limit));
    }

    private static Set<String> states(@Nullable String text) {
        var both = List.of(RUNNING, ENDED);
        var asked = text == null || text.isBlank() ? both : List.of(text.split(",", -1));
        if (!both.containsAll(asked)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "state must be running, ended, or both with a comma between them.");
        }
        return Set.copyOf(asked);
    }

    private static @Nullable String search(@Nullable String text) {
        if (text != null && (text.length() > SEARCH_MAX || !SafeText.isStorable(text))) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "search must have at most " + SEARCH_MAX + " characters, and no NUL among them.");
        }
        return presence(text);
    }

    private static @Nullable ApiKeyId apiKey(@Nullable String text) {
        try {
            return text == null ? null : ApiKeyId.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "apiKey must be the id of an API key: key_...");
        }
    }

    private static @Nullable Cursor after(@Nullable String token) {
        return token == null || token.isBlank() ? null : Cursor.decode(token, false);
    }

    private static @Nullable String presence(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
