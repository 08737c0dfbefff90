package io.smartboxes.console.member;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.EmailField;
import io.smartboxes.console.client.Invitations;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.navigation.Role;

/** Asks somebody into the tenant. What was typed stays until it worked. */
final class InviteDialog extends Dialog {

    private final Invitations api;
    private final Runnable done;
    private final EmailField email = new EmailField("Mail address");
    private final Select<String> role = new Select<>();
    private final Paragraph problem = new Paragraph();
    private final Button send = new Button("Send invitation", click -> send());

    InviteDialog(Invitations api, Role mine, Runnable done) {
        this.api = api;
        this.done = done;
        setHeaderTitle("Invite somebody");
        email.setRequired(true);
        email.setPlaceholder("ada@example.com");
        email.setHelperText("They must sign in with this address. The invitation is good for seven days.");
        role.setLabel("Role");
        role.setItems(Roles.offered(mine));
        role.setHelperText(Roles.meaning("developer"));
        role.setValue("developer");
        role.addValueChangeListener(changed -> role.setHelperText(Roles.meaning(changed.getValue())));
        problem.addClassName("problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        var form = new Div(email, role, problem);
        form.addClassName("form");
        add(form);
        send.addThemeVariants(ButtonVariant.PRIMARY);
        send.setDisableOnClick(true);
        send.addClickShortcut(Key.ENTER).listenOn(email);
        getFooter().add(new Button("Cancel", click -> close()), send);
    }

    private void send() {
        var complaint = api.invite(email.getValue().strip(), role.getValue()).complaint();
        if (complaint != null) {
            problem.setText(complaint);
            problem.setVisible(true);
            send.setEnabled(true);
            return;
        }
        close();
        Notice.done("The invitation is on its way to " + email.getValue().strip() + ".");
        done.run();
    }
}
