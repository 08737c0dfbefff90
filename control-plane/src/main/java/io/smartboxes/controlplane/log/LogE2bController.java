package io.smartboxes.controlplane.log;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.e2b.ErrorBody;
import io.smartboxes.api.e2b.SandboxLogEntries;
import io.smartboxes.api.e2b.SandboxLogs;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import io.smartboxes.workerlink.LogPage;
import io.smartboxes.workerlink.ReadLog;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Logs of sandboxes as E2B's tools know them. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(schema = @Schema(implementation = ErrorBody.class)))
@Tag(name = "Logs")
@Controller
final class LogE2bController {

    private final LogReads reads;
    private final LogAnswers answers;

    LogE2bController(LogReads reads, LogAnswers answers) {
        this.reads = reads;
        this.answers = answers;
    }

    /** Lines from a time on (start, in milliseconds), each once as JSON in text and once in parts. */
    @Get("/sandboxes/{sandboxID}/logs")
    @Needs(Action.LOGS_READ)
    SandboxLogs getLogsV1(
            @Parameter(hidden = true) Actor actor,
            @PathVariable("sandboxID") String sandboxId,
            @QueryValue @Nullable Long start,
            @QueryValue @Nullable Integer limit) {
        var question = new LogQuestions().millis("start", start).limit(limit).question();
        return answers.logs(page(actor, sandboxId, question));
    }

    /** Lines from a time (cursor, in milliseconds) on or back, from a level up, with a text in them. */
    @Get("/v2/sandboxes/{sandboxID}/logs")
    @Needs(Action.LOGS_READ)
    SandboxLogEntries getLogs(
            @Parameter(hidden = true) Actor actor,
            @PathVariable("sandboxID") String sandboxId,
            @QueryValue @Nullable Long cursor,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String direction,
            @QueryValue @Nullable String level,
            @QueryValue @Nullable String search) {
        var question = new LogQuestions()
                .millis("cursor", cursor)
                .limit(limit)
                .direction(direction)
                .level(level)
                .search(search)
                .question();
        return answers.logEntries(page(actor, sandboxId, question));
    }

    private LogPage page(Actor actor, String sandboxId, ReadLog.Builder question) {
        return switch (reads.read(actor.tenantId(), sandboxId, question)) {
            case LogOutcome.Page(LogPage page) -> page;
            case LogOutcome.NotYet() -> LogPage.getDefaultInstance();
            case LogOutcome.Expired() ->
                throw new ProblemException(
                        ProblemType.NOT_FOUND,
                        "The logs of sandbox \"" + sandboxId + "\" are gone: they are kept for "
                                + LogReads.KEPT.toHours() + " hours after its end.");
        };
    }
}
