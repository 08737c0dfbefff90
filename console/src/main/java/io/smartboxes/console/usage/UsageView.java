package io.smartboxes.console.usage;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.api.v1.UsageSum;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Usages;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.component.WindowWidth;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.words.Amounts;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** What the tenant used and what it costs: settled beside estimated, never added up. */
@Route(value = Place.Path.USAGE, layout = ConsoleLayout.class)
public final class UsageView extends ScreenView {

    private static final String FILE = "usage.csv";

    private final InstantSource clock;
    private final Select<Period> period = new Select<>();
    private final Select<Grouping> grouping = new Select<>();
    private final Button form = new Button("Show as table", click -> change());
    private final UsageChart chart = new UsageChart();
    private final FiguresGrid grid = new FiguresGrid(this::why);
    private UsageFilter filter = new UsageFilter(Period.MONTH, Grouping.DAY);
    private Usages.Query query;
    private boolean asTable;

    public UsageView(ConsoleSession session, InstantSource clock) {
        super(session, Place.USAGE.title());
        this.clock = clock;
        this.query = filter.between(clock.instant());
        period.setItems(Period.values());
        period.setItemLabelGenerator(Period::title);
        period.setAriaLabel("Time");
        period.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                go(new UsageFilter(change.getValue(), filter.grouping()));
            }
        });
        grouping.setItems(Grouping.values());
        grouping.setItemLabelGenerator(
                by -> "By " + (by == Grouping.API_KEY ? "API key" : by.title().toLowerCase(Locale.ROOT)));
        grouping.setAriaLabel("Told apart by");
        grouping.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                go(new UsageFilter(filter.period(), change.getValue()));
            }
        });
        form.addThemeVariants(ButtonVariant.TERTIARY);
        WindowWidth.follow(this, grid::fit);
    }

    private void go(UsageFilter wanted) {
        UI.getCurrent().navigate(Place.USAGE.in(tenant()), wanted.query());
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        filter = UsageFilter.of(event.getLocation().getQueryParameters());
        query = filter.between(clock.instant());
        period.setValue(filter.period());
        grouping.setValue(filter.grouping());
        show(new Usages(api()).report(query), this::show);
    }

    private void show(UsageReport report) {
        actions(download());
        if (report.groups().isEmpty()) {
            show(toolbar(false), nothing());
            return;
        }
        chart.show(filter.grouping(), report.groups());
        grid.show(filter.grouping(), report.groups());
        show(sums(report), toolbar(true), chart, grid, note(report));
        tellForm();
    }

    private Component toolbar(boolean withForm) {
        var toolbar = new Div(period, grouping);
        toolbar.addClassName("toolbar");
        if (withForm) {
            toolbar.add(form);
        }
        return toolbar;
    }

    private void change() {
        asTable = !asTable;
        tellForm();
    }

    private void tellForm() {
        chart.setVisible(!asTable);
        form.setText(asTable ? "Show as chart" : "Show as table");
        grid.setVisible(asTable || !filter.grouping().isTime());
    }

    private Component sums(UsageReport report) {
        var sums = new Div(sum("Settled", "In the ledger. This is what is charged.", report.settled(), "settled"));
        sums.addClassName("sums");
        UsageSum estimated = report.estimated();
        if (estimated != null) {
            sums.add(sum(
                    "Estimate on top",
                    "Of sandboxes that run: from their last settled moment until their workers were last heard.",
                    estimated,
                    "estimated"));
        }
        return sums;
    }

    private Component sum(String title, String sentence, UsageSum sum, String kind) {
        var amount = new Span(("estimated".equals(kind) ? "≈ " : "") + Amounts.dollars(sum.cost()));
        amount.addClassName("sum-amount");
        var lines = new Span("%s · %s of memory · %s of disk"
                .formatted(
                        Amounts.vcpu(Amounts.quantity(sum, "vcpu")),
                        Amounts.gib(Amounts.quantity(sum, "memory")),
                        Amounts.gib(Amounts.quantity(sum, "disk"))));
        lines.addClassName("sum-lines");
        var panel = new Div(new H2(title), amount, lines, new Paragraph(sentence));
        panel.addClassNames("panel", "sum", "sum-" + kind);
        if ("settled".equals(kind) && !sum.lines().isEmpty()) {
            var why = new Button("Why this number?", click -> open(query, Map.of(), "everything in this time"));
            why.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
            panel.add(why);
        }
        return panel;
    }

    private Paragraph note(UsageReport report) {
        String which = filter.grouping().isTime() ? "first " : "newest ";
        var note = new Paragraph(
                report.nextToken() == null
                        ? "Days and hours are UTC. Memory and disk are what a sandbox was given, not what it filled."
                        : "Only the " + which + report.groups().size()
                                + " are listed; the sums and the file have all.");
        note.addClassName("lead");
        return note;
    }

    private Message nothing() {
        var nothing = Message.empty(
                Symbol.USAGE,
                "Nothing was used in this time",
                "Every sandbox counts from its start to its end, by the millisecond. The first figures come within a minute.");
        return Place.SANDBOXES.isFor(role())
                ? nothing.action("See sandboxes", () -> UI.getCurrent().navigate(Place.SANDBOXES.in(tenant())))
                : nothing;
    }

    private void why(UsageReport.Group group) {
        String key = group.key();
        if (key == null) {
            return;
        }
        if (filter.grouping().isTime()) {
            Instant begin = Instant.parse(key);
            Instant end = filter.grouping().end(begin);
            open(
                    new Usages.Query(
                            begin.isBefore(query.from()) ? query.from() : begin,
                            end.isAfter(query.to()) ? query.to() : end,
                            filter.grouping().code()),
                    Map.of(),
                    GroupNames.of(filter.grouping(), group));
        } else {
            open(query, filter.grouping().only(key), GroupNames.of(filter.grouping(), group));
        }
    }

    private void open(Usages.Query of, Map<String, String> only, String what) {
        new WhyDialog(new Usages(api()), of, only, what).open();
    }

    private Component download() {
        var usages = new Usages(api());
        var asked = query;
        var link = new Anchor(
                DownloadHandler.fromInputStream(event -> switch (usages.file(asked)) {
                    case Reply.Ok<InputStream>(var file) -> new DownloadResponse(file, FILE, "text/csv", -1);
                    case Reply<InputStream> other -> DownloadResponse.error(502, String.valueOf(other.complaint()));
                }),
                "");
        var button = new Button("Download CSV", Symbol.DOWNLOAD.icon());
        link.add(button);
        link.getElement().setAttribute("download", true);
        return link;
    }
}
