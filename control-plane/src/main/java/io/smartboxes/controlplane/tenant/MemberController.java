package io.smartboxes.controlplane.tenant;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.MemberChange;
import io.smartboxes.api.v1.MemberList;
import io.smartboxes.api.v1.MemberRemoval;
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

/** Members of the caller's tenant. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Members")
@Controller("/v1/members")
final class MemberController {

    private final MemberService service;

    MemberController(MemberService service) {
        this.service = service;
    }

    /** Lists members, newest first. */
    @Get
    @Needs(Action.MEMBERS_READ)
    MemberList list(
            @Parameter(hidden = true) Actor actor,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        return service.list(actor, nextToken, PageLimit.of(limit));
    }

    /** Gives a member another role. Only an owner can make or unmake owners, and the last one stays. */
    @Patch("/{id}")
    @Audited(AuditAction.MEMBER_CHANGE)
    @Needs(Action.MEMBERS_WRITE)
    Member change(@Parameter(hidden = true) Actor actor, @PathVariable String id, @Body MemberChange request) {
        return service.change(actor, id, request.role());
    }

    /** What it would mean to remove a member, or to leave: which keys would end, and why it cannot be done, if it cannot. */
    @Get("/{id}/removal")
    @Needs(Action.MEMBERS_READ)
    MemberRemoval removal(@Parameter(hidden = true) Actor actor, @PathVariable String id) {
        return service.removal(actor, id);
    }

    /**
     * Removes a member, or leaves, if it is oneself. Their sessions open nothing here from then on, within ten seconds, and nor
     * do the keys that they made; with keys=hand_over these are the caller's from then on and do what the caller may.
     */
    @Delete("/{id}")
    @Audited(AuditAction.MEMBER_REMOVE)
    @Status(HttpStatus.NO_CONTENT)
    @Needs(Action.MEMBERS_READ)
    void remove(@Parameter(hidden = true) Actor actor, @PathVariable String id, @QueryValue @Nullable String keys) {
        service.remove(actor, id, Belongings.parse(keys));
    }
}
