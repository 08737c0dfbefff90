package io.smartboxes.controlplane.sandbox;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.smartboxes.api.e2b.ConnectSandbox;
import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.api.e2b.ErrorBody;
import io.smartboxes.api.e2b.NewSandbox;
import io.smartboxes.api.e2b.SandboxDetail;
import io.smartboxes.api.e2b.SandboxRefresh;
import io.smartboxes.api.e2b.SandboxTimeout;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.controlplane.audit.AuditAction;
import io.smartboxes.controlplane.audit.Audited;
import io.smartboxes.controlplane.platform.http.Handovers;
import io.smartboxes.controlplane.platform.http.Headers;
import io.smartboxes.controlplane.platform.http.RequestContext;
import io.smartboxes.controlplane.quota.CreationRates;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sandboxes as E2B's clients know them: make, look at, keep alive, end. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(schema = @Schema(implementation = ErrorBody.class)))
@Tag(name = "Sandboxes")
@Controller
final class SandboxController {

    /** E2B's defaults, in seconds: the first version of a path kept a short one. */
    private static final long TIMEOUT_DEFAULT_V1 = 15;

    private static final long TIMEOUT_DEFAULT = 300;

    private final SandboxCreation creation;
    private final SandboxService service;
    private final SandboxAnswers answers;
    private final SandboxHolders holders;
    private final IdempotencyKeys idempotencyKeys;
    private final Handovers handovers;
    private final CreationRates rates;
    private final SandboxConfig config;

    SandboxController(
            SandboxCreation creation,
            SandboxService service,
            SandboxAnswers answers,
            SandboxHolders holders,
            IdempotencyKeys idempotencyKeys,
            Handovers handovers,
            CreationRates rates,
            SandboxConfig config) {
        this.creation = creation;
        this.service = service;
        this.answers = answers;
        this.holders = holders;
        this.idempotencyKeys = idempotencyKeys;
        this.handovers = handovers;
        this.rates = rates;
        this.config = config;
    }

    /** Makes a sandbox and answers when it runs. */
    @Post("/v2/sandboxes")
    @Audited(AuditAction.SANDBOX_CREATE)
    @Needs(Action.SANDBOX_WRITE)
    @Status(HttpStatus.CREATED)
    CreatedSandbox create(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @Header(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Body NewSandbox body) {
        return create(actor, request, idempotencyKey, body, TIMEOUT_DEFAULT);
    }

    /** The same for older clients: it lives 15 seconds unless asked otherwise. */
    @Post("/sandboxes")
    @Audited(AuditAction.SANDBOX_CREATE)
    @Needs(Action.SANDBOX_WRITE)
    @Status(HttpStatus.CREATED)
    CreatedSandbox createV1(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @Header(Headers.IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
            @Body NewSandbox body) {
        return create(actor, request, idempotencyKey, body, TIMEOUT_DEFAULT_V1);
    }

    /** A running sandbox, with the token that opens it for those who may. */
    @Get("/sandboxes/{sandboxID}")
    @Needs(Action.SANDBOX_READ)
    SandboxDetail get(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @PathVariable("sandboxID") String sandboxId) {
        note(request, sandboxId);
        var sandbox = service.get(actor.tenantId(), sandboxId);
        return answers.detail(sandbox, holders.handIfThereIsRoom(actor, sandbox));
    }

    /** Ends a sandbox and everything in it. */
    @Delete("/sandboxes/{sandboxID}")
    @Audited(AuditAction.SANDBOX_KILL)
    @Needs(Action.SANDBOX_WRITE)
    @Status(HttpStatus.NO_CONTENT)
    void kill(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @PathVariable("sandboxID") String sandboxId) {
        note(request, sandboxId);
        service.kill(actor.tenantId(), sandboxId);
    }

    /** Sets how many seconds it has left, fewer or more than before. */
    @Post("/sandboxes/{sandboxID}/timeout")
    @Audited(AuditAction.SANDBOX_TIMEOUT)
    @Needs(Action.SANDBOX_WRITE)
    @Status(HttpStatus.NO_CONTENT)
    void setTimeout(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @PathVariable("sandboxID") String sandboxId,
            @Body SandboxTimeout body) {
        note(request, sandboxId);
        var timeout = seconds("timeout", body.timeout(), null, config.timeoutMax());
        service.setTimeout(actor.tenantId(), sandboxId, timeout);
    }

    /** Makes sure that it lives this many seconds more; never shortens its life. */
    @Post("/sandboxes/{sandboxID}/refreshes")
    @Audited(AuditAction.SANDBOX_TIMEOUT)
    @Needs(Action.SANDBOX_WRITE)
    @Status(HttpStatus.NO_CONTENT)
    void refresh(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @PathVariable("sandboxID") String sandboxId,
            @Body SandboxRefresh body) {
        note(request, sandboxId);
        var longest = Duration.ofSeconds(SandboxLimits.REFRESH_SECONDS_MAX);
        service.extend(actor.tenantId(), sandboxId, seconds("duration", body.duration(), TIMEOUT_DEFAULT_V1, longest));
    }

    /** A handle to a running sandbox; makes sure that it lives long enough, and never shortens its life. */
    @Post(uris = {"/v2/sandboxes/{sandboxID}/connect", "/sandboxes/{sandboxID}/connect"})
    @Audited(AuditAction.SANDBOX_OPEN)
    @Needs(Action.SANDBOX_OPEN)
    CreatedSandbox connect(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @PathVariable("sandboxID") String sandboxId,
            @Body ConnectSandbox body) {
        note(request, sandboxId);
        var timeout = seconds("timeout", body.timeout(), TIMEOUT_DEFAULT, config.timeoutMax());
        var sandbox = service.open(actor.tenantId(), sandboxId, timeout);
        return answers.created(sandbox, holders.hand(actor, sandbox));
    }

    private CreatedSandbox create(
            Actor actor, HttpRequest<?> request, @Nullable String key, NewSandbox body, long timeoutDefault) {
        var checked = SandboxRequests.check(body, timeoutDefault, config.timeoutMax());
        var context = RequestContext.of(request);
        rates.take(request, actor.tenantId());
        var order = new SandboxCreation.Order(
                actor,
                checked,
                idempotencyKeys.bind(key, checked),
                handovers.watch(request),
                context == null ? null : context.id());
        var made = creation.create(order);
        note(request, made.id().toString());
        return answers.created(made, holders.hand(actor, made));
    }

    private static Duration seconds(String field, @Nullable Long asked, @Nullable Long otherwise, Duration max) {
        Long seconds = asked == null ? otherwise : asked;
        if (seconds == null || seconds < 0 || seconds > max.toSeconds()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    field + " is " + (seconds == null ? "missing" : seconds) + ": it must be from 0 to "
                            + max.toSeconds() + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }

    private static void note(HttpRequest<?> request, String sandboxId) {
        var context = RequestContext.of(request);
        if (context != null) {
            context.note("sandboxId", sandboxId);
        }
    }
}
