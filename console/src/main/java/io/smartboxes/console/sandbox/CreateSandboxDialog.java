package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.smartboxes.api.e2b.CreatedSandbox;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** Makes a sandbox by hand. What was typed stays until it worked. */
final class CreateSandboxDialog extends Dialog {

    private static final int MINUTES = 5;
    private static final int MINUTES_MAX = 24 * 60;

    private final Sandboxes api;
    private final Consumer<String> made;
    private final TextField template = new TextField("Template");
    private final IntegerField minutes = new IntegerField("Lives for, in minutes");
    private final TextArea metadata = new TextArea("Metadata");
    private final Paragraph problem = new Paragraph();
    private final Button create = new Button("Create", click -> create());

    /** The same for each try, so that trying again after a broken connection makes no second one. */
    private String once = UUID.randomUUID().toString();

    /** @param made hears the new one's id */
    CreateSandboxDialog(Sandboxes api, Consumer<String> made) {
        this.api = api;
        this.made = made;
        setHeaderTitle("Create a sandbox");
        template.setValue("base");
        template.setRequired(true);
        minutes.setValue(MINUTES);
        minutes.setMin(1);
        minutes.setMax(MINUTES_MAX);
        minutes.setStepButtonsVisible(true);
        minutes.setHelperText("Then it ends by itself. You can give it more time while it runs.");
        metadata.setPlaceholder("purpose=trying things out");
        metadata.setHelperText("To find it again: one name=value a line.");
        problem.addClassName("problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        var form = new Div(template, minutes, metadata, problem);
        form.addClassName("form");
        add(form);
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setDisableOnClick(true);
        // Not in the whole dialog: in a field of several lines Enter begins the next one.
        create.addClickShortcut(Key.ENTER).listenOn(template, minutes);
        getFooter().add(new Button("Cancel", click -> close()), create);
        template.addValueChangeListener(changed -> once = UUID.randomUUID().toString());
        minutes.addValueChangeListener(changed -> once = UUID.randomUUID().toString());
        metadata.addValueChangeListener(changed -> once = UUID.randomUUID().toString());
    }

    private void create() {
        var pairs = MetadataText.parse(metadata.getValue());
        if (pairs instanceof MetadataText.Wrong(var why)) {
            fail(why);
        } else if (minutes.getValue() == null || minutes.isInvalid()) {
            fail("It can live from 1 to " + MINUTES_MAX + " minutes.");
        } else if (pairs instanceof MetadataText.Pairs(var all)) {
            var life = Duration.ofMinutes(minutes.getValue());
            switch (api.create(template.getValue().strip(), life, all, once)) {
                case Reply.Ok<CreatedSandbox>(var sandbox) -> {
                    close();
                    made.accept(sandbox.sandboxID());
                }
                case Reply<CreatedSandbox> other -> fail(String.valueOf(other.complaint()));
            }
        }
    }

    private void fail(String why) {
        problem.setText(why);
        problem.setVisible(true);
        create.setEnabled(true);
    }
}
