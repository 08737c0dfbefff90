package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import io.smartboxes.console.component.PreferenceSwitch;
import io.smartboxes.console.component.Presence;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.StaffPlace;
import io.smartboxes.console.session.ConsoleSession;

/** The frame around the staff's screens: it looks like no customer's, so that nobody takes the one for the other. */
public final class StaffLayout extends AppLayout implements AfterNavigationObserver {

    private final ConsoleSession session;
    private final StaffMenu menu = new StaffMenu();
    private final Div banner = new Div();

    public StaffLayout(ConsoleSession session) {
        this.session = session;
        addClassName("staff");
        setPrimarySection(Section.DRAWER);
        addToDrawer(new Aside(brand(), navigation()));
        addToNavbar(bar(), banner);
        banner.addClassName("banner");
        banner.getElement().setAttribute("role", "status");
        SessionWatch.over(this, session, StaffPlace.AREA, this::heard);
        StaffPulse.beat(this, session, menu::show);
    }

    private static Div brand() {
        var brand = new Div(Symbol.SMARTBOXES.icon(), new Span("SmartBoxes"));
        brand.addClassName("brand");
        return brand;
    }

    private static Div navigation() {
        var nav = new SideNav();
        nav.getElement().setAttribute("aria-label", "Screens");
        for (var place : StaffPlace.values()) {
            nav.addItem(
                    new SideNavItem(place.title(), place.path(), place.symbol().icon()));
        }
        var navigation = new Div(nav);
        navigation.addClassName("navigation");
        return navigation;
    }

    private Header bar() {
        var toggle = new DrawerToggle();
        toggle.setAriaLabel("Navigation");
        var sign = new Span("Staff area");
        sign.addClassName("staff-sign");
        var note = new Span("Whatever you look at or do here, the tenant's members can read.");
        note.addClassName("staff-note");
        var space = new Div();
        space.addClassName("space");
        var bar = new Header(
                toggle, sign, note, space, PreferenceSwitch.zone(), PreferenceSwitch.theme(), menu, presence());
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
    public void afterNavigation(AfterNavigationEvent event) {
        banner(session.health().isAway());
        if (getElement().hasAttribute("overlay")) {
            setDrawerOpened(false);
        }
    }

    private void heard(boolean away) {
        banner(away);
        if (!away && getContent() instanceof ScreenView screen) {
            screen.healed();
        }
    }

    private void banner(boolean away) {
        banner.removeAll();
        if (away) {
            banner.add(
                    Symbol.OFFLINE.icon(),
                    new Span("SmartBoxes is not answering just now. This page catches up by itself."));
        }
    }
}
