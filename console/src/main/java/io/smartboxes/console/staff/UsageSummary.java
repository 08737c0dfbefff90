package io.smartboxes.console.staff;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableBody;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeader;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.UsageReport;
import io.smartboxes.api.v1.UsageSum;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.words.Amounts;
import java.util.Objects;

/** What a tenant used this month: the sums its members see, and the days they are made of. */
final class UsageSummary extends Div {

    private static final int DATE_LENGTH = "2026-01-31".length();

    UsageSummary(UsageReport report) {
        addClassName("staff-content");
        if (report.groups().isEmpty()) {
            add(Message.empty(
                    Symbol.USAGE,
                    "Nothing was used this month",
                    "Every sandbox counts from its start to its end. The first figures come within a minute."));
            return;
        }
        var sums = new Div(sum("Settled this month", report.settled(), "settled", ""));
        sums.addClassName("sums");
        var estimated = report.estimated();
        if (estimated != null) {
            sums.add(sum("Estimate on top", estimated, "estimated", "≈ "));
        }
        add(sums, days(report));
    }

    private static Div sum(String title, UsageSum sum, String kind, String about) {
        var amount = new Span(about + Amounts.dollars(sum.cost()));
        amount.addClassName("sum-amount");
        var lines = new Span("%s · %s of memory · %s of disk"
                .formatted(
                        Amounts.vcpu(Amounts.quantity(sum, "vcpu")),
                        Amounts.gib(Amounts.quantity(sum, "memory")),
                        Amounts.gib(Amounts.quantity(sum, "disk"))));
        lines.addClassName("sum-lines");
        var panel = new Div(new H2(title), amount, lines);
        panel.addClassNames("panel", "sum", "sum-" + kind);
        return panel;
    }

    private static Div days(UsageReport report) {
        var header = new NativeTableHeader(new NativeTableRow(
                new NativeTableHeaderCell("Day (UTC)"),
                new NativeTableHeaderCell("vCPU time"),
                new NativeTableHeaderCell("Memory"),
                new NativeTableHeaderCell("Settled")));
        var body = new NativeTableBody();
        report.groups()
                .forEach(day -> body.add(new NativeTableRow(
                        new NativeTableCell(date(Objects.requireNonNullElse(day.key(), ""))),
                        new NativeTableCell(Amounts.vcpu(Amounts.quantity(day.settled(), "vcpu"))),
                        new NativeTableCell(Amounts.gib(Amounts.quantity(day.settled(), "memory"))),
                        new NativeTableCell(Amounts.dollars(day.settled().cost())))));
        var table = new NativeTable(header, body);
        table.addClassName("changes");
        var scroll = new Div(table);
        scroll.addClassName("scroll");
        scroll.getElement()
                .setAttribute("tabindex", "0")
                .setAttribute("role", "region")
                .setAttribute("aria-label", "Days");
        var panel = new Div(
                new H2("Day by day"),
                scroll,
                new Paragraph("Memory and disk are what sandboxes were given, not what they filled."));
        panel.addClassName("panel");
        return panel;
    }

    private static String date(String key) {
        return key.length() > DATE_LENGTH ? key.substring(0, DATE_LENGTH) : key;
    }
}
