package io.smartboxes.console.apikey;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.console.component.Snippet;

/** A key just made: the only time that somebody sees it whole. */
final class ShownOnce {

    private ShownOnce() {}

    static Component of(CreatedApiKey made) {
        var shown = new Div(
                new Paragraph("Copy it now: nobody can see it again, you neither. Lost ones are replaced, not found."),
                new Snippet("API key " + made.mask(), made.key()));
        shown.addClassName("form");
        return shown;
    }
}
