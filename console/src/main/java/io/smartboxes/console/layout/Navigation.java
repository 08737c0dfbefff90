package io.smartboxes.console.layout;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;

/** The screens that are open to somebody in their tenant. */
final class Navigation extends Div {

    private final SideNav nav = new SideNav();
    private Whereabouts shown = new Whereabouts("", "", io.smartboxes.console.navigation.Role.VIEWER);

    Navigation() {
        addClassName("navigation");
        nav.getElement().setAttribute("aria-label", "Screens");
        add(nav);
    }

    void show(Whereabouts there) {
        if (there.equals(shown)) {
            return;
        }
        shown = there;
        nav.removeAll();
        for (var place : there.places()) {
            var item = new SideNavItem(
                    place.title(), place.in(there.tenant()), place.symbol().icon());
            item.setMatchNested(true);
            nav.addItem(item);
        }
    }
}
