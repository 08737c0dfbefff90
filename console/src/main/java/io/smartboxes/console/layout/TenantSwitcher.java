package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.smartboxes.api.v1.Me;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.Links;
import java.util.Locale;

/** Names the tenant, and leads to the others. */
final class TenantSwitcher extends MenuBar {

    TenantSwitcher() {
        addClassName("tenant-switcher");
        addThemeVariants(MenuBarVariant.TERTIARY);
        getElement().setAttribute("aria-label", "Tenant");
    }

    void show(Me me, Whereabouts there) {
        removeAll();
        boolean somewhere = !there.name().isEmpty();
        String title = somewhere ? there.name() : "Choose a tenant";
        var name = new Span(title);
        name.addClassName("tenant-name");
        name.setTitle(title);
        var role = new Span(there.role().name().toLowerCase(Locale.ROOT));
        role.addClassName("tenant-role");
        role.setVisible(somewhere);
        var both = new Div(name, role);
        both.addClassName("tenant-label");
        MenuItem item = addItem(new Div(Symbol.TENANT.icon(), both));
        item.setAriaLabel(somewhere ? "Tenant: " + title + " " + role.getText() + ". Switch tenant" : title);
        for (var membership : me.memberships()) {
            var tenant = membership.tenant();
            var other = item.getSubMenu()
                    .addItem(tenant.name(), click -> UI.getCurrent().navigate(Links.tenant(tenant.id())));
            other.setCheckable(true);
            other.setChecked(tenant.id().equals(there.tenant()));
        }
    }
}
