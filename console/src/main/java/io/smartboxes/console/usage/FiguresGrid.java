package io.smartboxes.console.usage;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.console.words.Amounts;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The figures as a table: the same numbers as the chart and the file. */
final class FiguresGrid extends Grid<UsageReport.Group> {

    private static final int NARROW_PIXELS = 760;
    private static final List<String> WIDE = List.of("vcpu", "memory", "disk", "cpu", "estimated");

    /** More are scrolled through within the table: hundreds that are drawn at once keep a browser busy for a minute. */
    private static final int DRAWN_WHOLE_MAX = 31;

    private Grouping grouping = Grouping.DAY;

    /** @param why opens what a row is the sum of */
    FiguresGrid(Consumer<UsageReport.Group> why) {
        super(UsageReport.Group.class, false);
        addClassName("figures");
        addThemeVariants(GridVariant.NO_BORDER);
        setSelectionMode(SelectionMode.NONE);
        addColumn(name()).setKey("name").setFlexGrow(3).setWidth("7.5rem");
        number("vcpu", "vCPU time", group -> Amounts.vcpu(Amounts.quantity(group.settled(), "vcpu")));
        number("memory", "Memory", group -> Amounts.gib(Amounts.quantity(group.settled(), "memory")));
        number("disk", "Disk", group -> Amounts.gib(Amounts.quantity(group.settled(), "disk")));
        number("cpu", "CPU used", group -> Amounts.cpu(Amounts.quantity(group.settled(), "cpu-used")));
        number("settled", "Settled", group -> Amounts.dollars(group.settled().cost()));
        number("estimated", "Estimate", group -> {
            var estimated = group.estimated();
            return estimated == null ? "" : "≈ " + Amounts.dollars(estimated.cost());
        });
        addColumn(why(why)).setKey("why").setHeader("").setFlexGrow(0).setWidth("5.5rem");
    }

    void show(Grouping by, List<UsageReport.Group> groups) {
        grouping = by;
        getColumnByKey("name").setHeader(by.isTime() ? by.title() + " (UTC)" : by.title());
        boolean whole = groups.size() <= DRAWN_WHOLE_MAX;
        setAllRowsVisible(whole);
        setClassName("long", !whole);
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

    private LitRenderer<UsageReport.Group> name() {
        return LitRenderer.<UsageReport.Group>of(
                        "<div class=\"cut\" title=\"${item.full}\"><span>${item.name}</span></div>")
                .withProperty("name", group -> GroupNames.of(grouping, group))
                .withProperty("full", group -> grouping.isTime() || group.key() == null ? "" : group.key());
    }

    /** Rows without a key cannot be asked for by themselves. */
    private LitRenderer<UsageReport.Group> why(Consumer<UsageReport.Group> why) {
        return LitRenderer.<UsageReport.Group>of("""
            <vaadin-button theme="tertiary small" aria-label="Why this number: ${item.name}" ?hidden="${!item.asked}" @click="${why}">Why?</vaadin-button>\
            """)
                .withProperty("name", group -> GroupNames.of(grouping, group))
                .withProperty(
                        "asked",
                        group -> group.key() != null && !group.settled().lines().isEmpty())
                .withFunction("why", why::accept);
    }
}
