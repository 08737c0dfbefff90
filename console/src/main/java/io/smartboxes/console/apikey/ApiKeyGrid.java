package io.smartboxes.console.apikey;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import io.smartboxes.api.v1.ApiKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The list itself: rows change in their places. */
final class ApiKeyGrid extends Grid<ApiKey> {

    private static final int NARROW_PIXELS = 760;

    /** The columns that a phone has no room for; the first one tells the most of it there. */
    private static final List<String> WIDE = List.of("scopes", "expires", "used", "maker");

    private final InstantSource clock;
    private final List<ApiKey> rows = new ArrayList<>();
    private Map<String, String> makers = Map.of();

    ApiKeyGrid(InstantSource clock, Consumer<ApiKey> rotate, Consumer<ApiKey> revoke) {
        super(ApiKey.class, false);
        this.clock = clock;
        addClassName("api-keys");
        addThemeVariants(GridVariant.NO_BORDER);
        setSelectionMode(SelectionMode.NONE);
        addColumn(name()).setKey("name").setHeader("Key").setFlexGrow(3).setWidth("13rem");
        addColumn(scopes()).setKey("scopes").setHeader("May do").setFlexGrow(2).setWidth("10rem");
        addColumn(expires())
                .setKey("expires")
                .setHeader("Expires")
                .setFlexGrow(1)
                .setWidth("9rem");
        addColumn(used()).setKey("used").setHeader("Last used").setFlexGrow(1).setWidth("9rem");
        addColumn(maker()).setKey("maker").setHeader("Made by").setFlexGrow(1).setWidth("9rem");
        addColumn(actions(rotate, revoke))
                .setKey("actions")
                .setHeader("")
                .setFlexGrow(0)
                .setWidth("11rem");
        setItems(rows);
    }

    /** @param names of members by their ids */
    void makers(Map<String, String> names) {
        makers = Map.copyOf(names);
        getDataProvider().refreshAll();
    }

    void show(List<ApiKey> keys) {
        rows.clear();
        add(keys);
    }

    /** Behind those that are there. */
    void add(List<ApiKey> keys) {
        rows.addAll(keys);
        getDataProvider().refreshAll();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** In its place, or at the top if it is new; false when it is neither, for it stands further down. */
    boolean change(ApiKey now) {
        for (int index = 0; index < rows.size(); index++) {
            if (rows.get(index).id().equals(now.id())) {
                rows.set(index, now);
                getDataProvider().refreshAll();
                return true;
            }
        }
        if (rows.isEmpty() || now.createdAt().isAfter(rows.getFirst().createdAt())) {
            rows.addFirst(now);
            getDataProvider().refreshAll();
            return true;
        }
        return false;
    }

    void fit(int width) {
        boolean wide = width == 0 || width > NARROW_PIXELS;
        WIDE.forEach(key -> getColumnByKey(key).setVisible(wide));
        getColumnByKey("actions").setWidth(wide ? "11rem" : "7rem");
        setClassName("narrow", !wide);
    }

    private LitRenderer<ApiKey> name() {
        return LitRenderer.<ApiKey>of("""
                        <div class="row-name">
                          <div class="row-first">
                            <span class="status status-${item.tone}">${item.status}</span>
                            <span class="cut" title="${item.name}">${item.name}</span>
                          </div>
                          <div class="row-second"><code>${item.mask}</code> <sb-copy value="${item.id}" picture></sb-copy></div>
                          <div class="row-cause">${item.brief}</div>
                        </div>""")
                .withProperty("tone", row -> status(row).tone().name().toLowerCase(Locale.ROOT))
                .withProperty("status", row -> status(row).text())
                .withProperty("name", ApiKey::name)
                .withProperty("mask", ApiKey::mask)
                .withProperty("id", ApiKey::id)
                .withProperty("brief", row -> KeyScope.brief(row.scopes()));
    }

    private static LitRenderer<ApiKey> scopes() {
        return LitRenderer.<ApiKey>of("""
                        <div class="row-end">
                          <span class="cut" title="${item.whole}">${item.brief}</span>
                          <span class="soft cut" title="${item.limits}">${item.limits}</span>
                        </div>""")
                .withProperty("brief", row -> KeyScope.brief(row.scopes()))
                .withProperty("whole", row -> KeyScope.whole(row.scopes()))
                .withProperty("limits", ApiKeyGrid::limits);
    }

    private static LitRenderer<ApiKey> expires() {
        return LitRenderer.<ApiKey>of("""
                        <span ?hidden="${!item.end}"><sb-time datetime="${item.end}" form="absolute"></sb-time></span>
                        <span class="soft" ?hidden="${item.end}">Never</span>""")
                .withProperty("end", row -> text(row.revokedAt() == null ? row.expiresAt() : row.revokedAt()));
    }

    private static LitRenderer<ApiKey> used() {
        return LitRenderer.<ApiKey>of("""
                        <span ?hidden="${!item.used}"><sb-time datetime="${item.used}" form="relative"></sb-time></span>
                        <span class="soft" ?hidden="${item.used}">Not yet</span>""").withProperty("used", row -> text(row.lastUsedAt()));
    }

    private LitRenderer<ApiKey> maker() {
        return LitRenderer.<ApiKey>of("<span class=\"cut\" title=\"${item.maker}\">${item.maker}</span>")
                .withProperty("maker", this::makerName);
    }

    private LitRenderer<ApiKey> actions(Consumer<ApiKey> rotate, Consumer<ApiKey> revoke) {
        return LitRenderer.<ApiKey>of("""
                        <div class="row-actions" ?hidden="${!item.live}">
                          <vaadin-button theme="tertiary small" aria-label="Rotate ${item.name}" @click="${rotate}">Rotate</vaadin-button>
                          <vaadin-button theme="tertiary small error" aria-label="Revoke ${item.name}" @click="${revoke}">Revoke</vaadin-button>
                        </div>""")
                .withProperty("name", ApiKey::name)
                .withProperty("live", row -> KeyStatus.isLive(row, clock.instant()))
                .withFunction("rotate", rotate::accept)
                .withFunction("revoke", revoke::accept);
    }

    private KeyStatus status(ApiKey row) {
        return KeyStatus.of(row, clock.instant());
    }

    private String makerName(ApiKey row) {
        var maker = row.madeBy();
        return maker == null ? "Came with the installation" : makers.getOrDefault(maker, "A former member");
    }

    private static String limits(ApiKey row) {
        var limits = new ArrayList<String>();
        if (row.sandboxesMax() != null) {
            limits.add(row.sandboxesMax() + " sandboxes at once");
        }
        if (!row.addresses().isEmpty()) {
            limits.add("from " + String.join(", ", row.addresses()));
        }
        return String.join("; ", limits);
    }

    private static String text(@Nullable Instant at) {
        return at == null ? "" : at.toString();
    }
}
