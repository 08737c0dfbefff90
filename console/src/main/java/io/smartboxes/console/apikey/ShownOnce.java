package io.smartboxes.console.apikey;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.console.component.Snippet;

/** A key just made: the only time that somebody sees it whole. */
final class ShownOnce {

    private ShownOnce() {}

    /** Takes the place of what the dialog asked; it closes by its button alone, not by a slip. */
    static void in(Dialog dialog, String title, CreatedApiKey made) {
        dialog.setHeaderTitle(title);
        dialog.setCloseOnOutsideClick(false);
        dialog.setCloseOnEsc(false);
        var shown = new Div(
                new Paragraph("Copy it now: nobody can see it again, you neither. Lost ones are replaced, not found."),
                new Snippet("API key " + made.mask(), made.key()));
        shown.addClassName("form");
        dialog.removeAll();
        dialog.add(shown);
        var done = new Button("I have copied it", click -> dialog.close());
        done.addThemeVariants(ButtonVariant.PRIMARY);
        dialog.getFooter().removeAll();
        dialog.getFooter().add(done);
    }
}
