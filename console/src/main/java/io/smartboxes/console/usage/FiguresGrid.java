package io.smartboxes.console.usage;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.console.words.Amounts;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The figures as a table: the same numbers as the chart and the file. */
final class FiguresGrid extends Grid<UsageReport.Group> {

    private static final int NARROW_PIXELS = 760;
    private static final List<String> WIDE = List.of("vcpu", "memory", "disk", "cpu", "estimated");

    private Grouping grouping = Grouping.DAY;

    /** @param why opens what a row is the sum of */
    FiguresGrid(Consumer<UsageReport.Group> why) {
        super(UsageReport.Group.class, false);
        addClassName("figures");
        addThemeVariants(GridVariant.NO_BORDER);
        setSelectionMode(SelectionMode.NONE);
        setAllRowsVisible(true);
        addComponentColumn(this::name).setKey("name").setFlexGrow(3).setWidth("7.5rem");
        number("vcpu", "vCPU time", group -> Amounts.vcpu(Amounts.quantity(group.settled(), "vcpu")));
        number("memory", "Memory", group -> Amounts.gib(Amounts.quantity(group.settled(), "memory")));
        number("disk", "Disk", group -> Amounts.gib(Amounts.quantity(group.settled(), "disk")));
        number("cpu", "CPU used", group -> Amounts.cpu(Amounts.quantity(group.settled(), "cpu-used")));
        number("settled", "Settled", group -> Amounts.dollars(group.settled().cost()));
        number("estimated", "Estimate", group -> {
            var estimated = group.estimated();
            return estimated == null ? "" : "≈ " + Amounts.dollars(estimated.cost());
        });
        addComponentColumn(group -> why(group, why))
                .setKey("why")
                .setHeader("")
                .setFlexGrow(0)
                .setWidth("5.5rem");
    }

    void show(Grouping by, List<UsageReport.Group> groups) {
        grouping = by;
        getColumnByKey("name").setHeader(by.isTime() ? by.title() + " (UTC)" : by.title());
        setItems(groups);
    }

    void fit(int width) {
        boolean wide = width == 0 || width > NARROW_PIXELS;
        WIDE.forEach(key -> getColumnByKey(key).setVisible(wide));
    }

    private void number(String key, String header, Function<UsageReport.Group, String> text) {
        addColumn(text::apply)
                .setKey(key)
                .setHeader(header)
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(1)
                .setWidth("6.5rem");
    }

    private Div name(UsageReport.Group group) {
        var name = new Div(new Span(GroupNames.of(grouping, group)));
        name.addClassName("cut");
        String full = group.key();
        if (full != null && !grouping.isTime()) {
            name.getElement().setAttribute("title", full);
        }
        return name;
    }

    private Button why(UsageReport.Group group, Consumer<UsageReport.Group> why) {
        var button = new Button("Why?", click -> why.accept(group));
        button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        button.setAriaLabel("Why this number: " + GroupNames.of(grouping, group));
        // Rows without a key cannot be asked for by themselves.
        button.setVisible(group.key() != null && !group.settled().lines().isEmpty());
        return button;
    }
}
