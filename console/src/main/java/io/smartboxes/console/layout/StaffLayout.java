package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import io.smartboxes.console.navigation.StaffPlace;
import io.smartboxes.console.session.ConsoleSession;

/** The frame around the staff's screens: it looks like no customer's, so that nobody takes the one for the other. */
public final class StaffLayout extends Frame {

    public StaffLayout(ConsoleSession session) {
        super(session, StaffPlace.AREA, "SmartBoxes is not answering just now. This page catches up by itself.");
        var menu = new StaffMenu();
        addClassName("staff");
        addToDrawer(new Aside(brand(), navigation()));
        addToNavbar(bar(new Component[] {sign(), note()}, menu), outage());
        StaffPulse.beat(this, session, menu::show);
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

    private static Span sign() {
        var sign = new Span("Staff area");
        sign.addClassName("staff-sign");
        return sign;
    }

    private static Span note() {
        var note = new Span("Whatever you look at or do here, the tenant's members can read.");
        note.addClassName("staff-note");
        return note;
    }
}
