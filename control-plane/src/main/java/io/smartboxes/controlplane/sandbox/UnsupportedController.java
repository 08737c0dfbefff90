package io.smartboxes.controlplane.sandbox;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Parameter;

/** Tells E2B's clients in words what cannot be done with a sandbox yet; not part of the contract. */
@Hidden
@Controller("/sandboxes/{sandboxID}")
@Consumes(MediaType.ALL)
final class UnsupportedController {

    private final SandboxService service;

    UnsupportedController(SandboxService service) {
        this.service = service;
    }

    @Post(uris = {"/pause", "/resume"})
    @Needs(Action.SANDBOX_WRITE)
    void pause(@Parameter(hidden = true) Actor actor, @PathVariable("sandboxID") String sandboxId) {
        refuse(actor, sandboxId, "Sandboxes cannot be paused yet.");
    }

    @Post(uris = {"/snapshots", "/fork"})
    @Needs(Action.SANDBOX_WRITE)
    void snapshot(@Parameter(hidden = true) Actor actor, @PathVariable("sandboxID") String sandboxId) {
        refuse(actor, sandboxId, "Sandboxes cannot be copied yet: there are no snapshots.");
    }

    @Put("/network")
    @Needs(Action.SANDBOX_WRITE)
    void network(@Parameter(hidden = true) Actor actor, @PathVariable("sandboxID") String sandboxId) {
        refuse(actor, sandboxId, "Network rules do not exist yet, and nothing gets out of a sandbox.");
    }

    private void refuse(Actor actor, String sandboxId, String why) {
        var unused = service.get(actor.tenantId(), sandboxId);
        throw new ProblemException(ProblemType.NOT_SUPPORTED, why);
    }
}
