package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.RoutePrefix;
import io.smartboxes.api.v1.Me;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Palette;
import io.smartboxes.console.component.PreferenceSwitch;
import io.smartboxes.console.component.Presence;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.session.ConsoleSession;

/** The frame around the screens of a tenant. */
@RoutePrefix(Links.TENANT_PREFIX)
public final class ConsoleLayout extends AppLayout implements BeforeEnterObserver, AfterNavigationObserver {

    private final ConsoleSession session;
    private final Navigation navigation = new Navigation();
    private final TenantSwitcher switcher = new TenantSwitcher();
    private final AccountMenu account = new AccountMenu();
    private final Palette palette = new Palette();
    private final Div banner = new Div();
    private final StandingBanner standing = new StandingBanner();
    private final InvitationBanner invited = new InvitationBanner();
    private String tenant = "";
    private String followed = "";

    public ConsoleLayout(ConsoleSession session) {
        this.session = session;
        setPrimarySection(Section.DRAWER);
        addToDrawer(new Aside(brand(), switcher, navigation));
        addToNavbar(bar(), banner, standing, invited);
        palette.onChoice(choice -> UI.getCurrent().navigate(choice.address()));
        banner.addClassName("banner");
        banner.getElement().setAttribute("role", "status");
        SessionWatch.over(this, session, "", this::heard);
    }

    private static Div brand() {
        var brand = new Div(Symbol.SMARTBOXES.icon(), new Span("SmartBoxes"));
        brand.addClassName("brand");
        return brand;
    }

    private Header bar() {
        var toggle = new DrawerToggle();
        toggle.setAriaLabel("Navigation");
        var search = new Button(Symbol.SEARCH.icon(), click -> palette.open());
        search.setAriaLabel("Search or jump to");
        var hint = new Span("Search or jump to");
        hint.getElement().setAttribute("aria-hidden", "true");
        search.setSuffixComponent(hint);
        search.addThemeVariants(ButtonVariant.TERTIARY);
        search.addClassName("search");
        search.getElement().setAttribute("aria-keyshortcuts", "Control+K Meta+K");
        var space = new Div();
        space.addClassName("space");
        var bar = new Header(
                toggle, search, space, PreferenceSwitch.zone(), PreferenceSwitch.theme(), account, palette, presence());
        bar.addClassName("bar");
        return bar;
    }

    private Presence presence() {
        var presence = new Presence();
        presence.onTouch(touched -> session.touch());
        presence.onSight(seen -> {
            if (seen.isVisible()) {
                session.touch();
            }
            TabSight.tell(UI.getCurrent(), seen.isVisible());
        });
        return presence;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        tenant = event.getRouteParameters().get(Links.TENANT).orElse("");
        if (!tenant.isEmpty() && session.me() instanceof Reply.Ok<Me>(var known) && !isMember(known, tenant)) {
            // They may have joined a moment ago.
            if (session.loadMe() instanceof Reply.Ok<Me>(var now) && !isMember(now, tenant)) {
                event.rerouteToError(NotFoundException.class);
            }
        }
    }

    private static boolean isMember(Me me, String tenant) {
        return me.memberships().stream()
                .anyMatch(membership -> membership.tenant().id().equals(tenant));
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        show();
        follow();
        if (getElement().hasAttribute("overlay")) {
            setDrawerOpened(false);
        }
    }

    private void show() {
        if (session.me() instanceof Reply.Ok<Me>(var me)) {
            var there = Whereabouts.of(me, tenant);
            switcher.show(me, there);
            account.show(me);
            navigation.show(there);
            palette.offer(there.palette(me), there.sandboxes());
            standing.show(me, tenant);
            invited.show(session);
        }
        banner(session.health().isAway());
    }

    /** The layout listens along for the sake of its banner, so that an outage shows on every screen. */
    private void follow() {
        if (!tenant.isEmpty() && !tenant.equals(followed)) {
            followed = tenant;
            LiveUpdates.follow(banner, session, tenant, batch -> {});
        }
    }

    private void heard(boolean away) {
        banner(away);
        if (!away) {
            show();
            if (getContent() instanceof ScreenView screen) {
                screen.healed();
            }
        }
    }

    private void banner(boolean away) {
        banner.removeAll();
        if (away) {
            banner.add(
                    Symbol.OFFLINE.icon(),
                    new Span("SmartBoxes is not answering just now. Your sandboxes go on; this page catches up by"
                            + " itself."));
        }
    }
}
