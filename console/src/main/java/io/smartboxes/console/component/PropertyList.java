package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Span;

/** Names and values, one below the other. */
public final class PropertyList extends DescriptionList {

    public PropertyList() {
        addClassName("properties");
    }

    public PropertyList add(String name, Component value) {
        add(new Term(name), new Description(value));
        return this;
    }

    public PropertyList add(String name, String value) {
        return add(name, new Span(value));
    }
}
