package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.smartboxes.api.e2b.SandboxMetric;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Segments;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.layout.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What it uses of what it has, over time. */
final class MetricsTab implements SandboxTab {

    /** As often as there is another figure. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final double WHOLE = 100;
    private static final int MIB_BITS = 20;

    private final SandboxScope scope;
    private final Div whole = new Div();
    private final Div content = new Div();
    private final Paragraph note = new Paragraph();
    private final Button form = new Button("Show as table", click -> change());
    private final MetricChart cpu = new MetricChart("CPU", false);
    private final MetricChart memory = new MetricChart("Memory", true);
    private final MetricChart disk = new MetricChart("Disk", true);
    private final Div pictures = new Div(panel(cpu), panel(memory), panel(disk));
    private final MetricGrid grid = new MetricGrid();
    private volatile Sandbox sandbox;
    private volatile MetricSpan span = MetricSpan.MINUTES_15;
    private List<SandboxMetric> shown = List.of();
    private Instant from = Instant.EPOCH;
    private Instant to = Instant.EPOCH;
    private boolean asTable;

    MetricsTab(SandboxScope scope) {
        this.scope = scope;
        this.sandbox = scope.sandbox();
        whole.addClassName("metrics");
        pictures.addClassName("metric-charts");
        note.addClassName("lead");
        note.setVisible(false);
        note.getElement().setAttribute("role", "status");
        form.addThemeVariants(ButtonVariant.TERTIARY);
        var spans = new Segments(
                "Time",
                Arrays.stream(MetricSpan.values()).map(MetricSpan::title).toList(),
                this::take);
        spans.take(span.ordinal());
        var tools = new Div(spans, form);
        tools.addClassName("toolbar");
        whole.add(tools, note, content);
        show(ask());
        Refresh.every(PAUSE, whole, scope.session(), this::askIfAlive, this::show);
    }

    @Override
    public Component component() {
        return whole;
    }

    @Override
    public void changed(Sandbox now) {
        boolean other = SandboxStatus.isAlive(now) != SandboxStatus.isAlive(sandbox)
                || (now.startedAt() == null) != (sandbox.startedAt() == null);
        sandbox = now;
        if (other) {
            show(ask());
        }
    }

    @Override
    public void doubt() {
        show(ask());
    }

    private static Div panel(MetricChart chart) {
        var panel = new Div(chart);
        panel.addClassName("panel");
        return panel;
    }

    private void take(int number) {
        span = MetricSpan.values()[number];
        show(ask());
    }

    private void change() {
        asTable = !asTable;
        form.setText(asTable ? "Show as pictures" : "Show as table");
        draw();
    }

    /** An answer, with what was asked. */
    private record Answer(MetricSpan span, Instant from, Instant to, Reply<SandboxMetric[]> reply) {}

    private Answer ask() {
        Sandbox of = sandbox;
        MetricSpan asked = span;
        Instant now = scope.clock().instant();
        Instant from = asked.from(of, now);
        return new Answer(asked, from, asked.to(of, now), new Sandboxes(scope.api()).metrics(of.id(), from));
    }

    /** Nothing more comes of one that has ended. */
    private Optional<Answer> askIfAlive() {
        return SandboxStatus.isAlive(sandbox) ? Optional.of(ask()) : Optional.empty();
    }

    private void show(Optional<Answer> answer) {
        // Somebody may have taken another span meanwhile.
        answer.filter(each -> each.span() == span).ifPresent(this::show);
    }

    private void show(Answer answer) {
        switch (answer.reply()) {
            case Reply.Ok<SandboxMetric[]>(var metrics) -> {
                shown = List.of(metrics);
                from = answer.from();
                to = answer.to();
                note.setVisible(false);
                draw();
            }
            case Reply<SandboxMetric[]> other -> {
                if (showsFigures()) {
                    note.setText("No newer figures come at the moment. They are asked for again every few seconds.");
                    note.setVisible(true);
                } else {
                    content.removeAll();
                    content.add(Message.failed("The figures did not come", String.valueOf(other.complaint()), null)
                            .action("Try again", () -> show(ask())));
                }
            }
        }
    }

    private void draw() {
        if (shown.isEmpty()) {
            content.removeAll();
            content.add(nothing());
        } else if (asTable) {
            grid.show(shown);
            put(grid);
        } else {
            cpu.show(shown, SandboxMetric::cpuUsedPct, WHOLE, MetricWords.vcpus(sandbox.vcpus()), from, to, sandbox);
            bytes(memory, SandboxMetric::memUsed, sandbox.memoryMib());
            bytes(disk, SandboxMetric::diskUsed, sandbox.diskMib());
            put(pictures);
        }
    }

    private void bytes(MetricChart chart, ToDoubleFunction<SandboxMetric> figure, long limitMib) {
        long limit = limitMib << MIB_BITS;
        chart.show(shown, figure, limit, MetricWords.bytes(limit), from, to, sandbox);
    }

    /** What is there already stays, so that nobody loses their place in it. */
    private void put(Component what) {
        if (what.getParent().filter(content::equals).isEmpty()) {
            content.removeAll();
            content.add(what);
        }
    }

    private boolean showsFigures() {
        return content.getChildren().anyMatch(part -> part == pictures || part == grid);
    }

    private Message nothing() {
        if (!SandboxStatus.isAlive(sandbox)) {
            return Message.empty(
                    Symbol.METRICS,
                    "There are no figures",
                    "Figures are kept for a day after a sandbox has ended, and one that lives only for a moment has none.");
        }
        return sandbox.startedAt() == null
                ? Message.empty(
                        Symbol.METRICS,
                        "This sandbox is starting",
                        "Its figures appear here a few seconds after it runs.")
                : Message.empty(
                        Symbol.METRICS, "The first figures come in a few seconds", "There is one every five seconds.");
    }
}
