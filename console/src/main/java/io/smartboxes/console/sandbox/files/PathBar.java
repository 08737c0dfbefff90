package io.smartboxes.console.sandbox.files;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.textfield.TextField;
import io.smartboxes.console.client.FilePath;
import java.util.function.Consumer;

/** Where one is, and the ways up; a path can be typed, too. */
final class PathBar extends Div {

    private static final long serialVersionUID = 1L;

    private final transient FileAddresses addresses;
    private final OrderedList steps = new OrderedList();
    private final TextField typed = new TextField();

    /** @param go given what was typed */
    PathBar(FileAddresses addresses, Consumer<String> go) {
        this.addresses = addresses;
        addClassName("path-bar");
        steps.addClassName("breadcrumb");
        var nav = new Nav(steps);
        nav.setAriaLabel("Folders above");
        typed.setAriaLabel("Path");
        typed.setPlaceholder("Go to a path");
        typed.setClearButtonVisible(true);
        Shortcuts.addShortcutListener(typed, () -> go.accept(typed.getValue().strip()), Key.ENTER)
                .listenOn(typed);
        add(nav, typed);
    }

    void show(FilePath here) {
        steps.removeAll();
        for (var step : here.way()) {
            var link = new Anchor(addresses.page(step), step.isRoot() ? "/" : FileNames.shown(step.name()));
            link.getElement().setAttribute("router-link", true);
            if (step.isRoot()) {
                link.setAriaLabel("Root folder");
            }
            if (step.equals(here)) {
                link.getElement().setAttribute("aria-current", "page");
            }
            steps.add(new ListItem(link));
        }
        typed.setValue(here.text());
    }
}
