package io.smartboxes.console.apikey;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.CreatedApiKey;
import io.smartboxes.console.client.ApiKeys;
import io.smartboxes.console.client.Reply;

/** Puts another key in a key's place, and shows it, once. */
final class RotateKeyDialog extends Dialog {

    private final ApiKeys api;
    private final ApiKey old;
    private final Select<Overlap> overlap = new Select<>();
    private final Paragraph problem = new Paragraph();
    private final Button rotate = new Button("Rotate", click -> rotate());

    /** How long the old one stays valid. */
    private enum Overlap {
        NONE("0", "It stops at once"),
        HOUR("1h", "1 hour"),
        DAY("24h", "24 hours"),
        WEEK("7d", "7 days"),
        MONTH("30d", "30 days");

        private final String code;
        private final String words;

        Overlap(String code, String words) {
            this.code = code;
            this.words = words;
        }
    }

    RotateKeyDialog(ApiKeys api, ApiKey old) {
        this.api = api;
        this.old = old;
        setHeaderTitle("Rotate " + old.name());
        overlap.setLabel("The old key stays valid for");
        overlap.setItems(Overlap.values());
        overlap.setItemLabelGenerator(each -> each.words);
        overlap.setValue(Overlap.DAY);
        problem.addClassName("problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        var form = new Div(
                new Paragraph(
                        "You get a new key that may do exactly what " + old.mask()
                                + " may. Give it to your programs while the old one still works; then the old one expires by itself."),
                overlap,
                problem);
        form.addClassName("form");
        add(form);
        rotate.addThemeVariants(ButtonVariant.PRIMARY);
        rotate.setDisableOnClick(true);
        getFooter().add(new Button("Cancel", click -> close()), rotate);
    }

    private void rotate() {
        switch (api.rotate(old.id(), overlap.getValue().code)) {
            case Reply.Ok<CreatedApiKey>(var made) -> ShownOnce.in(this, "The new key " + made.name(), made);
            case Reply<CreatedApiKey> other -> {
                problem.setText(String.valueOf(other.complaint()));
                problem.setVisible(true);
                rotate.setEnabled(true);
            }
        }
    }
}
