package io.smartboxes.controlplane.quota;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

/** What limits the caller's tenant. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Limits")
@Controller("/v1/limits")
final class LimitController {

    private final LimitService service;

    LimitController(LimitService service) {
        this.service = service;
    }

    /** The tenant's plan, each of its limits, how much is in use, and what happens when a limit is reached. */
    @Get
    @Needs(Action.TENANT_READ)
    Limits limits(@Parameter(hidden = true) Actor actor) {
        return service.of(actor.tenantId());
    }
}
