package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.renderer.LitRenderer;
import io.smartboxes.api.v1.Sandbox;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The list itself: rows change in their places, and keep their selection by their ids. */
final class SandboxGrid extends Grid<Sandbox> {

    private static final int NARROW_PIXELS = 760;
    private static final int METADATA_SHOWN = 2;

    /** The columns that a phone has no room for; the first one tells the most of it there. */
    private static final List<String> WIDE = List.of("template", "started", "end", "creator");

    private CallbackDataProvider<Sandbox, Void> rows = rows(null);

    /**
     * @param address of a sandbox's own page
     */
    SandboxGrid(Function<Sandbox, String> address, Consumer<Sandbox> kill) {
        super(Sandbox.class, false);
        addClassName("sandboxes");
        addThemeVariants(GridVariant.NO_BORDER);
        setSelectionMode(SelectionMode.MULTI);
        ((GridMultiSelectionModel<Sandbox>) getSelectionModel())
                .setSelectAllCheckboxVisibility(GridMultiSelectionModel.SelectAllCheckboxVisibility.HIDDEN);
        setPageSize(SandboxPages.PAGE);
        addColumn(name(address))
                .setKey("name")
                .setHeader("Sandbox")
                .setFlexGrow(3)
                .setWidth("14rem");
        addColumn(template())
                .setKey("template")
                .setHeader("Template")
                .setFlexGrow(1)
                .setWidth("8rem");
        addColumn(started())
                .setKey("started")
                .setHeader("Created")
                .setFlexGrow(1)
                .setWidth("9rem");
        addColumn(end()).setKey("end").setHeader("Ends").setFlexGrow(2).setWidth("13rem");
        addColumn(creator())
                .setKey("creator")
                .setHeader("Made by")
                .setFlexGrow(1)
                .setWidth("9rem");
        addColumn(kill(kill)).setKey("kill").setHeader("").setFlexGrow(0).setWidth("4rem");
        setEmptyStateText("");
    }

    /** Ending is offered to those who may. */
    void offerEnding(boolean offered) {
        getColumnByKey("kill").setVisible(offered);
    }

    /** Shows these from now on. */
    void show(SandboxPages pages) {
        rows = rows(pages);
        setItems(rows).setItemCountUnknown();
    }

    void changed(Sandbox now) {
        rows.refreshItem(now);
    }

    /** Loads what is in sight anew, where it stands. */
    void refresh() {
        rows.refreshAll();
    }

    void fit(int width) {
        boolean wide = width == 0 || width > NARROW_PIXELS;
        WIDE.forEach(key -> getColumnByKey(key).setVisible(wide));
        setClassName("narrow", !wide);
    }

    private static CallbackDataProvider<Sandbox, Void> rows(@Nullable SandboxPages pages) {
        return new CallbackDataProvider<>(
                query ->
                        (pages == null ? List.<Sandbox>of() : pages.rows(query.getOffset(), query.getLimit())).stream(),
                query -> pages == null ? 0 : pages.size(),
                Sandbox::id);
    }

    private static LitRenderer<Sandbox> name(Function<Sandbox, String> address) {
        return LitRenderer.<Sandbox>of("""
            <div class="row-name">
              <div class="row-first">
                <span class="status status-${item.tone}">${item.status}</span>
                <a href="${item.address}" router-link title="${item.id}">${item.short}</a>
                <sb-copy value="${item.id}" picture></sb-copy>
              </div>
              <div class="row-second" ?hidden="${!item.metadata}">${item.metadata}</div>
              <div class="row-cause">${item.cause}</div>
            </div>\
            """)
                .withProperty("tone", row -> SandboxStatus.of(row).tone().name().toLowerCase(Locale.ROOT))
                .withProperty("status", row -> SandboxStatus.of(row).text())
                .withProperty("address", address::apply)
                .withProperty("id", Sandbox::id)
                .withProperty("short", row -> shortId(row.id()))
                .withProperty("metadata", SandboxGrid::metadata)
                .withProperty("cause", SandboxGrid::cause);
    }

    private static LitRenderer<Sandbox> template() {
        return LitRenderer.<Sandbox>of("<span class=\"cut\" title=\"${item.template}\">${item.template}</span>")
                .withProperty("template", row -> row.template().name());
    }

    private static LitRenderer<Sandbox> started() {
        return LitRenderer.<Sandbox>of("<sb-time datetime=\"${item.created}\" form=\"relative\"></sb-time>")
                .withProperty("created", row -> row.createdAt().toString());
    }

    private static LitRenderer<Sandbox> end() {
        return LitRenderer.<Sandbox>of("""
            <div class="row-end">
              <span><span class="soft">${item.word}</span> <sb-time datetime="${item.end}" form="${item.form}"></sb-time></span>
              <span class="soft cut" title="${item.cause}">${item.cause}</span>
            </div>\
            """)
                .withProperty("word", row -> SandboxStatus.isAlive(row) ? "in" : "")
                .withProperty("form", row -> SandboxStatus.isAlive(row) ? "countdown" : "relative")
                .withProperty("end", row -> (row.endedAt() == null ? row.endAt() : row.endedAt()).toString())
                .withProperty("cause", SandboxGrid::cause);
    }

    private static LitRenderer<Sandbox> creator() {
        return LitRenderer.<Sandbox>of("<span class=\"cut\" title=\"${item.creator}\">${item.creator}</span>")
                .withProperty("creator", SandboxGrid::creatorName);
    }

    private static LitRenderer<Sandbox> kill(Consumer<Sandbox> kill) {
        return LitRenderer.<Sandbox>of("""
            <vaadin-button theme="tertiary icon error" aria-label="End ${item.id}" title="End it" ?hidden="${!item.alive}" @click="${kill}">
              <vaadin-icon src="/icons/stop.svg"></vaadin-icon>
            </vaadin-button>\
            """)
                .withProperty("id", Sandbox::id)
                .withProperty("alive", SandboxStatus::isAlive)
                .withFunction("kill", kill::accept);
    }

    private static String creatorName(Sandbox row) {
        var creator = row.createdBy();
        return creator == null || creator.name() == null ? "" : creator.name();
    }

    private static String cause(Sandbox row) {
        var cause = row.cause();
        return cause == null ? "" : cause.sentence();
    }

    private static String metadata(Sandbox row) {
        var all = row.metadata().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .toList();
        var some = String.join("  ", all.subList(0, Math.min(METADATA_SHOWN, all.size())));
        return all.size() > METADATA_SHOWN ? some + "  +" + (all.size() - METADATA_SHOWN) : some;
    }

    static String shortId(String id) {
        return id.length() <= 16 ? id : id.substring(0, 8) + "…" + id.substring(id.length() - 6);
    }
}
