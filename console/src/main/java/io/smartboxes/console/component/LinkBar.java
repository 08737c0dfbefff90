package io.smartboxes.console.component;

import com.vaadin.flow.component.HasAriaLabel;
import com.vaadin.flow.component.HtmlContainer;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pages about one thing, side by side; each has an address of its own, and the one that is shown stays in sight. */
@Tag("sb-linkbar")
public final class LinkBar extends HtmlContainer implements HasAriaLabel {

    private final Map<String, Anchor> links = new LinkedHashMap<>();

    /** Named for screen readers. */
    public LinkBar(String label) {
        addClassName("linkbar");
        getElement().setAttribute("role", "navigation");
        setAriaLabel(label);
    }

    /** Adds a page, without its address. */
    public void add(String key, Symbol symbol, String text) {
        var link = new Anchor();
        link.add(symbol.icon(), new Span(text));
        links.put(key, link);
        add(link);
    }

    /** Where a page is. */
    public void lead(String key, String address) {
        var link = links.get(key);
        if (link != null) {
            link.setHref(address);
        }
    }

    /** Whether it is offered; shown or not, its address works. */
    public void offer(String key, boolean isOffered) {
        var link = links.get(key);
        if (link != null) {
            link.setVisible(isOffered);
        }
    }

    /** Marks the page that is shown. */
    public void mark(String key) {
        links.forEach((each, link) -> {
            if (each.equals(key)) {
                link.getElement().setAttribute("aria-current", "page");
            } else {
                link.getElement().removeAttribute("aria-current");
            }
        });
    }
}
