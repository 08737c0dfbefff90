package io.smartboxes.controlplane.apikey;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.api.v1.ApiKeyRotation;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.api.v1.NewApiKey;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.smartboxes.controlplane.platform.http.PageLimit;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys of the caller's tenant. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "API keys")
@Controller("/v1/api-keys")
final class ApiKeyController {

    private final ApiKeyService service;

    ApiKeyController(ApiKeyService service) {
        this.service = service;
    }

    /** Makes a key. The answer is the only place where it can be seen. */
    @Post
    @Needs(Action.API_KEYS_OWN)
    @Audited(AuditAction.API_KEY_CREATE)
    @Status(HttpStatus.CREATED)
    CreatedApiKey create(@Parameter(hidden = true) Actor actor, @Body NewApiKey request) {
        return service.create(actor, request);
    }

    /** Lists keys, revoked ones included, newest first; only their own for those who may not see everybody's. */
    @Get
    @Needs(Action.API_KEYS_OWN)
    ApiKeyList list(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return service.list(actor, nextToken, PageLimit.of(limit));
    }

    /** Makes another key with the same name and limits; the old one stays valid for the overlap, then expires. */
    @Post("/{id}/rotate")
    @Needs(Action.API_KEYS_OWN)
    @Audited(AuditAction.API_KEY_ROTATE)
    @Status(HttpStatus.CREATED)
    CreatedApiKey rotate(@Parameter(hidden = true) Actor actor, @PathVariable String id, @Body ApiKeyRotation request) {
        return service.rotate(actor, id, request.overlap());
    }

    /** Revokes a key, for good. Requests with it are refused from now on, within ten seconds at the latest. */
    @Delete("/{id}")
    @Needs(Action.API_KEYS_OWN)
    @Audited(AuditAction.API_KEY_REVOKE)
    @Status(HttpStatus.NO_CONTENT)
    void revoke(@Parameter(hidden = true) Actor actor, @PathVariable String id) {
        service.revoke(actor, id);
    }
}
