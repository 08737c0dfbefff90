package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import io.smartboxes.api.e2b.SandboxMetric;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.WindowWidth;
import java.util.List;
import java.util.function.Function;

/** The figures as a table, the latest first. */
final class MetricGrid extends Grid<SandboxMetric> {

    private static final int NARROW_PIXELS = 760;

    MetricGrid() {
        super(SandboxMetric.class, false);
        addClassName("figures");
        addThemeVariants(GridVariant.NO_BORDER);
        setSelectionMode(SelectionMode.NONE);
        setHeight("28rem");
        addComponentColumn(metric -> Moment.absolute(metric.timestamp()))
                .setKey("time")
                .setHeader("Time")
                .setFlexGrow(2)
                .setWidth("6.5rem");
        figure("cpu", "CPU", metric -> MetricWords.percent(metric.cpuUsedPct()));
        figure("memory", "Memory", metric -> MetricWords.bytes(metric.memUsed()));
        figure("cache", "File cache", metric -> MetricWords.bytes(metric.memCache()));
        figure("disk", "Disk", metric -> MetricWords.bytes(metric.diskUsed()));
        WindowWidth.follow(this, width -> getColumnByKey("cache").setVisible(width == 0 || width > NARROW_PIXELS));
    }

    private void figure(String key, String header, Function<SandboxMetric, String> text) {
        addColumn(text::apply)
                .setKey(key)
                .setHeader(header)
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(1)
                .setWidth("4.25rem");
    }

    void show(List<SandboxMetric> metrics) {
        setItems(metrics.reversed());
    }
}
