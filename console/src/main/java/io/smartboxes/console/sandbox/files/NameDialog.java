package io.smartboxes.console.sandbox.files;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.smartboxes.console.client.FilePath;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks for a name. What was typed stays until it worked. */
final class NameDialog extends Dialog {

    private static final long serialVersionUID = 1L;

    static final String RULE =
            "A name has 1 to " + FilePath.NAME_BYTES_MAX + " bytes and no slash, and is neither '.' nor '..'.";

    private final TextField name = new TextField("Name");
    private final Paragraph problem = new Paragraph();
    private final Button act;
    private final transient Function<String, @Nullable String> doing;

    /**
     * @param verb on the button
     * @param doing given the name; answers null if it worked, else why not
     */
    NameDialog(String title, String start, String verb, Function<String, @Nullable String> doing) {
        this.doing = doing;
        act = new Button(verb, click -> act());
        setHeaderTitle(title);
        name.setValue(start);
        name.setRequired(true);
        name.setAutoselect(true);
        name.setAutofocus(true);
        problem.addClassName("problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        var form = new Div(name, problem);
        form.addClassName("form");
        add(form);
        act.addThemeVariants(ButtonVariant.PRIMARY);
        act.setDisableOnClick(true);
        act.addClickShortcut(Key.ENTER).listenOn(name);
        getFooter().add(new Button("Cancel", click -> close()), act);
    }

    private void act() {
        String wanted = name.getValue();
        var complaint = FilePath.isName(wanted) ? doing.apply(wanted) : RULE;
        if (complaint == null) {
            close();
            return;
        }
        problem.setText(complaint);
        problem.setVisible(true);
        act.setEnabled(true);
    }
}
