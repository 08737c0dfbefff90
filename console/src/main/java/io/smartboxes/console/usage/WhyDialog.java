package io.smartboxes.console.usage;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.smartboxes.api.v1.UsageEntryList;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Usages;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.WindowWidth;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger's rows that one number is the sum of, a page at a time. */
final class WhyDialog extends Dialog {

    private static final int NARROW_PIXELS = 760;
    private static final List<String> WIDE = List.of("seconds", "sandbox", "meter", "quantity");

    private final Usages usages;
    private final Usages.Query query;
    private final Map<String, String> only;
    private final Grid<UsageEntryList.Entry> grid = new Grid<>(UsageEntryList.Entry.class, false);
    private final Paragraph sum = new Paragraph();
    private final Button more = new Button("Show more", click -> load());
    private final List<UsageEntryList.Entry> rows = new ArrayList<>();
    private @Nullable String next;

    WhyDialog(Usages usages, Usages.Query query, Map<String, String> only, String what) {
        this.usages = usages;
        this.query = query;
        this.only = only;
        setHeaderTitle("Why this number: " + what);
        setWidth("min(60rem, calc(100vw - 2rem))");
        sum.addClassName("lead");
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setAllRowsVisible(true);
        grid.addComponentColumn(WhyDialog::from)
                .setHeader("From")
                .setWidth("11rem")
                .setFlexGrow(1);
        grid.addColumn(entry -> seconds(entry))
                .setKey("seconds")
                .setHeader("Seconds")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("6rem");
        grid.addComponentColumn(entry -> new CopyableId(entry.sandbox()))
                .setKey("sandbox")
                .setHeader("Sandbox")
                .setWidth("11rem");
        grid.addColumn(UsageEntryList.Entry::meter)
                .setKey("meter")
                .setHeader("Meter")
                .setWidth("6rem");
        grid.addColumn(WhyDialog::quantity)
                .setKey("quantity")
                .setHeader("Quantity")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("12rem");
        grid.addColumn(entry -> "$" + entry.cost())
                .setHeader("Cost")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("7.5rem");
        WindowWidth.follow(this, this::fit);
        more.setDisableOnClick(true);
        add(sum, grid, more);
        getFooter().add(new Button("Close", click -> close()));
        load();
    }

    private void load() {
        switch (usages.entries(query, only, next)) {
            case Reply.Ok<UsageEntryList>(var page) -> {
                rows.addAll(page.items());
                grid.setItems(rows);
                next = page.nextToken();
                more.setVisible(next != null);
                tell();
            }
            case Reply<UsageEntryList> other -> {
                if (rows.isEmpty()) {
                    removeAll();
                    add(Message.failed("The rows cannot be shown", String.valueOf(other.complaint()), null));
                } else {
                    Notice.failed(String.valueOf(other.complaint()));
                }
            }
        }
        more.setEnabled(true);
    }

    private void tell() {
        BigDecimal cost =
                rows.stream().map(entry -> new BigDecimal(entry.cost())).reduce(BigDecimal.ZERO, BigDecimal::add);
        sum.setText(
                next == null
                        ? rows.size() + " rows of the ledger. Together they cost $" + cost.toPlainString()
                                + "; each meter's sum is rounded once, to a millionth of a dollar."
                        : "The newest " + rows.size() + " rows of the ledger.");
    }

    private void fit(int width) {
        boolean wide = width == 0 || width > NARROW_PIXELS;
        WIDE.forEach(key -> grid.getColumnByKey(key).setVisible(wide));
        grid.setClassName("narrow", !wide);
    }

    /** Where there is room for two columns alone, this one says below when it was what of. */
    private static Div from(UsageEntryList.Entry entry) {
        var more = new Div(entry.meter() + " · " + quantity(entry));
        more.addClassName("row-cause");
        return new Div(Moment.absolute(entry.from()), more);
    }

    private static String quantity(UsageEntryList.Entry entry) {
        return String.format(Locale.ROOT, "%,d %s", entry.quantity(), entry.unit());
    }

    private static String seconds(UsageEntryList.Entry entry) {
        return BigDecimal.valueOf(Duration.between(entry.from(), entry.to()).toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
