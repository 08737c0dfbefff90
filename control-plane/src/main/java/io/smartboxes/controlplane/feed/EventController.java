package io.smartboxes.controlplane.feed;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.smartboxes.api.v1.Problem;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Credentials;
import io.smartboxes.controlplane.access.Needs;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** The stream of what changes in a tenant. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(mediaType = "application/problem+json", schema = @Schema(implementation = Problem.class)))
@Tag(name = "Events")
@Controller("/v1/events")
final class EventController {

    private final EventStreams streams;

    EventController(EventStreams streams) {
        this.streams = streams;
    }

    /**
     * Server-sent events: ready, then sandbox, api-key and limits with what each is now, a comment every 15 seconds, reset when the
     * reader must load everything anew, end when it may read no more. Limits come also when what the tenant may still do has changed. With Last-Event-ID nothing is lost in between.
     */
    @Get
    @Produces(MediaType.TEXT_EVENT_STREAM)
    @Needs(Action.SANDBOX_READ)
    HttpResponse<Publisher<byte[]>> streamEvents(
            @Parameter(hidden = true) Actor actor,
            HttpRequest<?> request,
            @Header("Last-Event-ID") @Nullable String lastEventId) {
        return HttpResponse.ok(streams.open(actor, Credentials.of(request), lastEventId))
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no");
    }
}
