package io.smartboxes.console.trail;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.console.words.AuditWords;
import java.util.List;
import java.util.function.Consumer;

/** The log itself. A row opens by click or Enter. */
public final class AuditGrid extends Grid<AuditEvent> {

    private static final int NARROW_PIXELS = 760;
    private static final List<String> WIDE = List.of("target", "address", "outcome");

    public AuditGrid(Consumer<AuditEvent> open) {
        super(AuditEvent.class, false);
        addClassName("audit");
        addThemeVariants(GridVariant.NO_BORDER);
        setSelectionMode(SelectionMode.NONE);
        setPageSize(AuditPages.PAGE);
        addColumn(what(open)).setKey("what").setHeader("What").setFlexGrow(3).setWidth("12rem");
        addColumn(outcome())
                .setKey("outcome")
                .setHeader("Outcome")
                .setFlexGrow(1)
                .setWidth("9rem");
        addColumn(target()).setKey("target").setHeader("To").setFlexGrow(2).setWidth("12rem");
        addColumn(address()).setKey("address").setHeader("From").setFlexGrow(1).setWidth("9rem");
        addColumn(when()).setKey("when").setHeader("When").setFlexGrow(1).setWidth("9rem");
        setEmptyStateText("");
    }

    public void show(AuditPages pages) {
        setItems(new CallbackDataProvider<AuditEvent, Void>(
                        query -> pages.rows(query.getOffset(), query.getLimit()).stream(),
                        query -> AuditPages.ROWS_MAX,
                        AuditEvent::id))
                .setItemCountUnknown();
    }

    public void fit(int width) {
        boolean wide = width == 0 || width > NARROW_PIXELS;
        WIDE.forEach(key -> getColumnByKey(key).setVisible(wide));
        setClassName("narrow", !wide);
    }

    private static LitRenderer<AuditEvent> what(Consumer<AuditEvent> open) {
        return LitRenderer.<AuditEvent>of("""
                        <div class="row-name">
                          <div class="row-first">
                            <vaadin-button theme="tertiary small" class="row-open" aria-label="Look at ${item.action} by ${item.by}" @click="${open}">${item.action}</vaadin-button>
                            <span class="status status-bad" ?hidden="${!item.refused}">refused</span>
                          </div>
                          <div class="row-second cut" title="${item.who}">${item.who}</div>
                        </div>""")
                .withProperty("action", AuditWords::what)
                .withProperty("by", AuditWords::who)
                .withProperty("refused", AuditGrid::isRefused)
                .withProperty("who", AuditGrid::second)
                .withFunction("open", open::accept);
    }

    private static String second(AuditEvent event) {
        String detail = AuditWords.detail(event);
        return AuditWords.who(event) + (detail.isEmpty() ? "" : " · " + detail);
    }

    private static LitRenderer<AuditEvent> outcome() {
        return LitRenderer.<AuditEvent>of("""
                        <span class="status status-${item.tone}">${item.words}</span>
                        <span class="soft" ?hidden="${item.repeats == 1}">${item.repeats} times</span>""")
                .withProperty("tone", event -> isRefused(event) ? "bad" : "good")
                .withProperty("words", event -> event.code() == null ? event.outcome() : event.code())
                .withProperty("repeats", AuditEvent::repeats);
    }

    private static LitRenderer<AuditEvent> target() {
        return LitRenderer.<AuditEvent>of("<sb-copy value=\"${item.target}\" ?hidden=\"${!item.target}\"></sb-copy>")
                .withProperty("target", event -> event.target() == null ? "" : event.target());
    }

    private static LitRenderer<AuditEvent> address() {
        return LitRenderer.<AuditEvent>of("<span class=\"cut\" title=\"${item.address}\">${item.address}</span>")
                .withProperty("address", event -> event.address() == null ? "" : event.address());
    }

    private static LitRenderer<AuditEvent> when() {
        return LitRenderer.<AuditEvent>of("<sb-time datetime=\"${item.at}\" form=\"relative\"></sb-time>")
                .withProperty("at", event -> event.at().toString());
    }

    private static boolean isRefused(AuditEvent event) {
        return event.outcome().equals("refused");
    }
}
