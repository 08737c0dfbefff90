package io.smartboxes.controlplane.log;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.api.v1.SandboxLog;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.smartboxes.workerlink.LogPage;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Logs of sandboxes, for people and programs. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Logs")
@Controller("/v1/sandboxes/{id}")
final class LogController {

    private final LogReads reads;
    private final LogAnswers answers;
    private final LogFile file;

    LogController(LogReads reads, LogAnswers answers, LogFile file) {
        this.reads = reads;
        this.answers = answers;
        this.file = file;
    }

    /**
     * What its processes wrote and what happened to it, a page at a time, until a day after its end. direction is forward, from
     * the oldest line or from the time at, or backward; level is the least, info, warn or error; stream is some of stdout, stderr
     * and system with commas; search is part of the text. With wait, at most 20 seconds, a forward page is not answered before
     * there is a line, so that a log can be followed: go on with nextToken, which every page has.
     */
    @Get("/logs")
    @Needs(Action.LOGS_READ)
    SandboxLog getSandboxLogs(
            @Parameter(hidden = true) Actor actor,
            @PathVariable String id,
            @QueryValue @Nullable String direction,
            @QueryValue @Nullable String at,
            @QueryValue @Nullable String level,
            @QueryValue @Nullable String stream,
            @QueryValue @Nullable String search,
            @QueryValue @Nullable Integer wait,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String nextToken) {
        var questions = filter(level, stream, search)
                .direction(direction)
                .at(at)
                .waitSeconds(wait)
                .limit(limit)
                .after(nextToken);
        return switch (reads.read(actor.tenantId(), id, questions.question())) {
            case LogOutcome.Page(LogPage page) -> answers.page(page);
            case LogOutcome.NotYet() -> SandboxLog.empty("none");
            case LogOutcome.Expired() -> SandboxLog.empty("expired");
        };
    }

    /** The same as a file of text, whole. Control characters are spelled out. */
    @Get("/logs.txt")
    @Produces("text/plain")
    @Needs(Action.LOGS_READ)
    HttpResponse<Publisher<byte[]>> getSandboxLogFile(
            @Parameter(hidden = true) Actor actor,
            @PathVariable String id,
            @QueryValue @Nullable String level,
            @QueryValue @Nullable String stream,
            @QueryValue @Nullable String search) {
        Publisher<byte[]> lines = file.stream(actor.tenantId(), id, filter(level, stream, search));
        return HttpResponse.ok(lines)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"logs.txt\"")
                .header("X-Content-Type-Options", "nosniff");
    }

    private static LogQuestions filter(@Nullable String level, @Nullable String stream, @Nullable String search) {
        return new LogQuestions().level(level).streams(stream).search(search);
    }
}
