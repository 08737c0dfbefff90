package io.smartboxes.console.member;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.Invitation;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.StatusBadge;

/** One invitation that has no answer yet. */
final class InvitationRow extends Div {

    InvitationRow(Invitation invitation, Runnable resend, Runnable revoke) {
        addClassName("person");
        boolean expired = invitation.state().equals("expired");
        var mail = new Span(invitation.email());
        mail.addClassNames("person-name", "cut");
        mail.setTitle(invitation.email());
        var by = new Span("as " + invitation.role() + ", by " + invitation.invitedBy());
        by.addClassNames("soft", "cut");
        by.setTitle(invitation.invitedBy());
        var until = new Span(new Span(expired ? "expired " : "good until "), Moment.absolute(invitation.expiresAt()));
        until.addClassName("soft");
        var who = new Div(mail, by, until);
        who.addClassName("person-who");
        var again = new Button("Send again", click -> resend.run());
        again.addThemeVariants(ButtonVariant.TERTIARY);
        again.setAriaLabel("Send again: the invitation of " + invitation.email());
        again.setDisableOnClick(true);
        var back = new Button("Take back", click -> revoke.run());
        back.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        back.setAriaLabel("Take back the invitation of " + invitation.email());
        back.setDisableOnClick(true);
        var actions = new Div(
                new StatusBadge(
                        expired ? "expired" : "waiting", expired ? StatusBadge.Tone.WARNING : StatusBadge.Tone.BUSY),
                again,
                back);
        actions.addClassName("person-actions");
        add(who, actions);
    }
}
