package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.smartboxes.api.v1.Me;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.session.SignInPaths;

/** Who is signed in, and the way out. */
final class AccountMenu extends MenuBar {

    AccountMenu() {
        addClassName("account-menu");
        addThemeVariants(MenuBarVariant.TERTIARY);
    }

    void show(Me me) {
        removeAll();
        String name = me.user().name() == null ? me.user().email() : me.user().name();
        var avatar = new Avatar(name);
        avatar.getElement().setAttribute("aria-hidden", "true");
        var item = addItem(avatar);
        item.setAriaLabel("Account of " + name);
        var who = new Div(new Span(name), new Span(me.user().email()));
        who.addClassName("account-who");
        item.getSubMenu().addItem(who).setEnabled(false);
        item.getSubMenu().addSeparator();
        item.getSubMenu().addItem("Account", click -> UI.getCurrent().navigate(Links.ACCOUNT));
        item.getSubMenu().addItem("Invitations", click -> UI.getCurrent().navigate(Links.INVITATIONS));
        item.getSubMenu().addItem("Sign out", click -> UI.getCurrent().getPage().setLocation(SignInPaths.SIGN_OUT));
    }
}
