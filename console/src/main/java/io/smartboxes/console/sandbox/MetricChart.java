package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import io.smartboxes.api.e2b.SandboxMetric;
import io.smartboxes.api.v1.Sandbox;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One figure over time, with its limit and what happened meanwhile. A picture of the table, which says the same in words. */
@Tag("sb-metric-chart")
final class MetricChart extends Component {

    private final String title;
    private final boolean inBytes;

    /** @param inBytes else in percent */
    MetricChart(String title, boolean inBytes) {
        this.title = title;
        this.inBytes = inBytes;
        getElement().setAttribute("unit", inBytes ? "bytes" : "percent").setAttribute("name", title);
    }

    String title() {
        return title;
    }

    /**
     * Draws it.
     *
     * @param limit where the line of what there is goes, in words as well
     */
    void show(
            List<SandboxMetric> metrics,
            ToDoubleFunction<SandboxMetric> figure,
            double limit,
            String limitWords,
            Instant from,
            Instant to,
            Sandbox sandbox) {
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        metrics.forEach(metric ->
                points.addArray().add(metric.timestamp().toEpochMilli()).add(figure.applyAsDouble(metric)));
        ArrayNode marks = JsonNodeFactory.instance.arrayNode();
        mark(marks, sandbox.startedAt(), "Running", from, to);
        var cause = sandbox.cause();
        mark(marks, sandbox.endedAt(), cause == null ? "Ended" : "Ended: " + cause.sentence(), from, to);
        var data = JsonNodeFactory.instance
                .objectNode()
                .put("from", from.toEpochMilli())
                .put("to", to.toEpochMilli())
                .put("limit", limit)
                .put("limitWords", limitWords)
                .put("latest", metrics.isEmpty() ? "" : words(figure.applyAsDouble(metrics.getLast())));
        data.set("points", points);
        data.set("marks", marks);
        getElement().setPropertyJson("data", data);
    }

    private String words(double figure) {
        return inBytes ? MetricWords.bytes((long) figure) : MetricWords.percent(figure);
    }

    private static void mark(ArrayNode marks, @Nullable Instant at, String words, Instant from, Instant to) {
        if (at != null && !at.isBefore(from) && !at.isAfter(to)) {
            marks.addObject().put("at", at.toEpochMilli()).put("words", words);
        }
    }
}
