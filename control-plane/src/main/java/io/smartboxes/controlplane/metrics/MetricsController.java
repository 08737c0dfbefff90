package io.smartboxes.controlplane.metrics;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.smartboxes.api.e2b.ErrorBody;
import io.smartboxes.api.e2b.SandboxMetric;
import io.smartboxes.api.e2b.SandboxesWithMetrics;
import io.smartboxes.controlplane.access.Action;
import io.smartboxes.controlplane.access.Actor;
import io.smartboxes.controlplane.access.Needs;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sandboxes use, as E2B's clients know it. */
@ApiResponse(
        responseCode = "4XX",
        description = "A refusal",
        content = @Content(schema = @Schema(implementation = ErrorBody.class)))
@Tag(name = "Sandboxes")
@Controller
final class MetricsController {

    private final SandboxMetrics metrics;

    MetricsController(SandboxMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * What a sandbox used between two times (seconds since 1970), oldest first; its whole life unless said otherwise, also for a day
     * after its end. There is a figure for each five seconds of the last hour and for each minute before; of long stretches, fewer,
     * so that an answer has at most 2,000.
     */
    @Get("/sandboxes/{sandboxID}/metrics")
    @Needs(Action.LOGS_READ)
    List<SandboxMetric> getSandboxMetrics(
            @Parameter(hidden = true) Actor actor,
            @PathVariable("sandboxID") String sandboxId,
            @QueryValue @Nullable Long start,
            @QueryValue @Nullable Long end) {
        return metrics.of(actor.tenantId(), MetricRequests.sandbox(sandboxId), MetricRequests.range(start, end));
    }

    /** The latest figures of up to 100 sandboxes, named by sandbox_ids with commas between them; only of those that have any. */
    @Get("/sandboxes/metrics")
    @Needs(Action.LOGS_READ)
    SandboxesWithMetrics listSandboxMetrics(
            @Parameter(hidden = true) Actor actor, @QueryValue("sandbox_ids") @Nullable List<String> sandboxIds) {
        return metrics.latest(actor.tenantId(), MetricRequests.sandboxes(sandboxIds));
    }
}
