package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.RoutePrefix;
import io.smartboxes.api.v1.Me;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Palette;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.session.ConsoleSession;
import java.util.HashSet;
import java.util.Set;

/** The frame around the screens of a tenant. */
@RoutePrefix(Links.TENANT_PREFIX)
public final class ConsoleLayout extends Frame implements BeforeEnterObserver {

    private final Navigation navigation = new Navigation();
    private final TenantSwitcher switcher = new TenantSwitcher();
    private final AccountMenu account = new AccountMenu();
    private final Palette palette = new Palette();
    private final StandingBanner standing = new StandingBanner();
    private final InvitationBanner invited = new InvitationBanner();
    private final Set<String> followed = new HashSet<>();
    private String tenant = "";

    public ConsoleLayout(ConsoleSession session) {
        super(
                session,
                "",
                "SmartBoxes is not answering just now. Your sandboxes go on; this page catches up by itself.");
        addToDrawer(new Aside(brand(), switcher, navigation));
        addToNavbar(bar(new Component[] {search()}, account, palette), outage(), standing, invited);
        palette.onChoice(choice -> UI.getCurrent().navigate(choice.address()));
    }

    private Button search() {
        var search = new Button(Symbol.SEARCH.icon(), click -> palette.open());
        search.setAriaLabel("Search or jump to");
        var hint = new Span("Search or jump to");
        hint.getElement().setAttribute("aria-hidden", "true");
        search.setSuffixComponent(hint);
        search.addThemeVariants(ButtonVariant.TERTIARY);
        search.addClassName("search");
        search.getElement().setAttribute("aria-keyshortcuts", "Control+K Meta+K");
        return search;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        tenant = event.getRouteParameters().get(Links.TENANT).orElse("");
        if (!tenant.isEmpty() && session().me() instanceof Reply.Ok<Me>(var known) && !isMember(known, tenant)) {
            // They may have joined a moment ago.
            if (session().loadMe() instanceof Reply.Ok<Me>(var now) && !isMember(now, tenant)) {
                event.rerouteToError(NotFoundException.class);
            }
        }
    }

    private static boolean isMember(Me me, String tenant) {
        return me.memberships().stream()
                .anyMatch(membership -> membership.tenant().id().equals(tenant));
    }

    @Override
    void refresh() {
        if (session().me() instanceof Reply.Ok<Me>(var me)) {
            var there = Whereabouts.of(me, tenant);
            switcher.show(me, there);
            account.show(me);
            navigation.show(there);
            palette.offer(there.palette(me), there.sandboxes());
            standing.show(me, tenant);
            invited.show(session());
        }
        follow();
    }

    /** The layout listens along for the sake of its banners, so that an outage and a suspension show on every screen. */
    private void follow() {
        // However often somebody goes back and forth between tenants.
        if (!tenant.isEmpty() && followed.add(tenant)) {
            LiveUpdates.follow(outage(), session(), tenant, this::heard);
        }
    }

    /** How the tenant stands is told as its limits are, and is part of what is known of the person's memberships. */
    private void heard(LiveUpdates.Batch batch) {
        boolean stands =
                batch.changes().stream().anyMatch(change -> change.kind().equals("limits"));
        if ((batch.reset() || stands) && session().loadMe() instanceof Reply.Ok<Me>(var me)) {
            standing.show(me, tenant);
        }
    }
}
