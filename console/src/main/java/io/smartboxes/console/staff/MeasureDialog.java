package io.smartboxes.console.staff;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Reply;

/** Asks before staff do something to a tenant, and always for a reason. What was typed stays until it worked. */
abstract class MeasureDialog extends Dialog {

    private static final int REASON_MAX = 500;

    private final TextArea reason = new TextArea();
    private final Paragraph problem = new Paragraph();
    private final Button confirm = new Button();
    private final Div form = new Div();
    private final Runnable done;

    /**
     * @param label of the field for the reason
     * @param verb on the button: what it does
     * @param done runs when it worked
     */
    MeasureDialog(String title, String label, String verb, Runnable done) {
        this.done = done;
        setHeaderTitle(title);
        reason.setLabel(label);
        reason.setRequired(true);
        reason.setMaxLength(REASON_MAX);
        reason.setHelperText("The tenant's members read it: say what happened and what they can do.");
        problem.addClassName("problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        form.addClassName("form");
        add(form);
        confirm.setText(verb);
        confirm.addThemeVariants(ButtonVariant.PRIMARY);
        confirm.setDisableOnClick(true);
        confirm.addClickListener(click -> act());
        getFooter().add(new Button("Cancel", click -> close()), confirm);
    }

    /** Shows these, and the field for the reason below. */
    final void ask(Component... parts) {
        form.add(parts);
        form.add(reason, problem);
    }

    /** Sends it. */
    abstract Reply<Done> send(String why);

    /** What is not right yet, for people; empty when it can be sent. */
    String mistake() {
        return "";
    }

    private void act() {
        String why = reason.getValue().strip();
        String mistake = mistake();
        if (!mistake.isEmpty()) {
            fail(mistake);
        } else if (why.isEmpty()) {
            fail("Give a reason: the tenant's members have a right to one.");
        } else {
            switch (send(why)) {
                case Reply.Ok<Done> ok -> {
                    close();
                    done.run();
                }
                case Reply<Done> other -> fail(String.valueOf(other.complaint()));
            }
        }
    }

    private void fail(String why) {
        problem.setText(why);
        problem.setVisible(true);
        confirm.setEnabled(true);
    }
}
