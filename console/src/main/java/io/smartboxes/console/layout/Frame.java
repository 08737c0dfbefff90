package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import io.smartboxes.console.component.PreferenceSwitch;
import io.smartboxes.console.component.Presence;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.session.ConsoleSession;

/** What surrounds every screen, a tenant's or the staff's: name, bar, whether somebody is there, and a word when the API is away. */
abstract class Frame extends AppLayout implements AfterNavigationObserver {

    private final ConsoleSession session;
    private final Div outage = new Div();
    private final String outageWords;

    /**
     * @param area where whoever must sign in again comes back to
     * @param outageWords what people read while the API is away
     */
    Frame(ConsoleSession session, String area, String outageWords) {
        this.session = session;
        this.outageWords = outageWords;
        setPrimarySection(Section.DRAWER);
        outage.addClassName("banner");
        outage.getElement().setAttribute("role", "status");
        SessionWatch.over(this, session, area, this::heard);
    }

    /** Shows what the frame itself knows, anew: after each navigation, and when the API is back. */
    void refresh() {}

    final ConsoleSession session() {
        return session;
    }

    final Div outage() {
        return outage;
    }

    static Div brand() {
        var brand = new Div(Symbol.SMARTBOXES.icon(), new Span("SmartBoxes"));
        brand.addClassName("brand");
        return brand;
    }

    /**
     * @param before left of the space that keeps both apart
     * @param after right of the preferences
     */
    final Header bar(Component[] before, Component... after) {
        var toggle = new DrawerToggle();
        toggle.setAriaLabel("Navigation");
        var space = new Div();
        space.addClassName("space");
        var bar = new Header(toggle);
        bar.add(before);
        bar.add(space, PreferenceSwitch.zone(), PreferenceSwitch.theme());
        bar.add(after);
        bar.add(presence());
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
        refresh();
        tell(session.health().isAway());
        if (getElement().hasAttribute("overlay")) {
            setDrawerOpened(false);
        }
    }

    private void heard(boolean away) {
        tell(away);
        if (!away) {
            refresh();
            if (getContent() instanceof ScreenView screen) {
                screen.healed();
            }
        }
    }

    private void tell(boolean away) {
        outage.removeAll();
        if (away) {
            outage.add(Symbol.OFFLINE.icon(), new Span(outageWords));
        }
    }
}
