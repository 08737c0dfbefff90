package io.smartboxes.console.staff;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.console.client.Staff;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.LinkBar;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.component.WindowWidth;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.layout.StaffLayout;
import io.smartboxes.console.navigation.StaffPlace;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.trail.AuditGrid;
import io.smartboxes.console.trail.AuditPages;
import io.smartboxes.console.trail.EventDrawer;
import org.jspecify.annotations.Nullable;

/** One tenant, as staff see it: its head, and one tab below. */
@Route(value = StaffPlace.Path.TENANTS + "/:tenant/:tab?", layout = StaffLayout.class)
public final class StaffTenantView extends ScreenView {

    private final Div head = new Div();
    private final LinkBar tabs = new LinkBar("About this tenant");
    private final Div content = new Div();
    private final AuditGrid grid = new AuditGrid(event -> new EventDrawer(event).open());
    private @Nullable StaffTenant shown;
    private TenantTab tab = TenantTab.OVERVIEW;

    public StaffTenantView(ConsoleSession session) {
        super(session, "Tenant");
        var back = new Anchor("");
        back.add(Symbol.BACK.icon());
        back.setAriaLabel("Search");
        back.addClassName("back");
        beforeHeading(back);
        head.addClassName("sandbox-head");
        content.addClassName("staff-content");
        for (var each : TenantTab.values()) {
            tabs.add(each.path(), each.symbol(), each.title());
        }
        WindowWidth.follow(this, grid::fit);
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        tab = TenantTab.of(event.getRouteParameters().get("tab").orElse(""));
        var known = shown;
        if (known != null && known.tenant().id().equals(tenant()) && tab != TenantTab.OVERVIEW) {
            open(known);
        } else {
            show(staff().tenant(tenant()), this::open);
        }
    }

    private Staff staff() {
        return new Staff(session().api());
    }

    private void open(StaffTenant tenant) {
        shown = tenant;
        title(tenant.tenant().name());
        head(tenant);
        for (var each : TenantTab.values()) {
            tabs.lead(each.path(), StaffPlace.tenant(tenant(), each.path()));
        }
        tabs.mark(tab.path());
        switch (tab) {
            case OVERVIEW -> fill(new TenantOverview(tenant, this::lift, this::suspend, this::override, this::restore));
            case USAGE -> show(staff().usage(tenant()), report -> fill(new UsageSummary(report)));
            case SANDBOXES ->
                show(
                        staff().sandboxes(tenant(), PagedRows.PAGE, null),
                        page -> fill(
                                SandboxRows.of(page, after -> staff().sandboxes(tenant(), PagedRows.PAGE, after))));
            case KEYS ->
                show(
                        staff().keys(tenant(), PagedRows.PAGE, null),
                        page -> fill(KeyRows.of(page, after -> staff().keys(tenant(), PagedRows.PAGE, after))));
            case AUDIT -> show(staff().audit(tenant(), AuditPages.PAGE, null), this::audit);
        }
    }

    private void fill(Component part) {
        content.removeAll();
        content.add(part);
        show(head, tabs, content);
    }

    private void head(StaffTenant tenant) {
        var standing = tenant.tenant().standing();
        var facts = new Div(
                standing == null
                        ? new StatusBadge("in good standing", StatusBadge.Tone.GOOD)
                        : new StatusBadge(standing.code(), StatusBadge.Tone.BAD),
                new CopyableId(tenant.tenant().id()).whole(),
                new Span("plan " + tenant.limits().plan().name()));
        facts.addClassName("facts");
        head.removeAll();
        head.add(facts);
    }

    /** It is never empty: this very look is in it. */
    private void audit(AuditEventList first) {
        String of = tenant();
        grid.show(new AuditPages(first, after -> staff().audit(of, AuditPages.PAGE, after), complaint -> {
            // Later: the grid is just asking for its rows.
            var unused = UI.getCurrent()
                    .access(() -> content.add(Message.failed("Older events could not be loaded", complaint, null)
                            .action("Load again", this::reload)));
        }));
        fill(grid);
    }

    private void suspend() {
        new SuspendDialog(name(), wish -> staff().suspend(tenant(), wish), () -> done("The tenant is suspended."))
                .open();
    }

    private void lift() {
        new ReasonDialog(
                        "Lift the suspension of " + name() + "?",
                        "New sandboxes can be made again within ten seconds. What has ended stays ended.",
                        "Lift it",
                        reason -> staff().lift(tenant(), reason),
                        () -> done("The suspension is lifted."))
                .open();
    }

    private void override(Limits.Limit limit) {
        new OverrideDialog(
                        limit,
                        wish -> staff().override(tenant(), limit.resource(), wish),
                        () -> done("The new limit holds."))
                .open();
    }

    private void restore(Limits.Limit limit) {
        new ReasonDialog(
                        "Let the plan's limit hold again?",
                        "The plan's limit holds within ten seconds. What runs above it goes on until it ends.",
                        "Let the plan's hold",
                        reason -> staff().restore(tenant(), limit.resource(), reason),
                        () -> done("The plan's limit holds again."))
                .open();
    }

    private String name() {
        return shown == null ? tenant() : shown.tenant().name();
    }

    private void done(String words) {
        Notice.done(words);
        reload();
    }
}
