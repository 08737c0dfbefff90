package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.smartboxes.console.navigation.StaffPlace;
import io.smartboxes.console.session.SignInPaths;

/** Which of the staff is signed in, and the way out. */
final class StaffMenu extends MenuBar {

    private String shown = "";

    StaffMenu() {
        addClassName("account-menu");
        addThemeVariants(MenuBarVariant.TERTIARY);
        show("Staff");
    }

    void show(String name) {
        if (name.equals(shown)) {
            return;
        }
        shown = name;
        removeAll();
        var avatar = new Avatar(name);
        avatar.getElement().setAttribute("aria-hidden", "true");
        var item = addItem(avatar);
        item.setAriaLabel("Signed in as " + name);
        var who = new Div(new Span(name), new Span("Staff"));
        who.addClassName("account-who");
        item.getSubMenu().addItem(who).setEnabled(false);
        item.getSubMenu().addSeparator();
        item.getSubMenu()
                .addItem(
                        "Sign out",
                        click -> UI.getCurrent().getPage().setLocation(StaffPlace.AREA + SignInPaths.SIGN_OUT));
    }
}
