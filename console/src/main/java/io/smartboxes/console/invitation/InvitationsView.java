package io.smartboxes.console.invitation;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.smartboxes.api.v1.ReceivedInvitation;
import io.smartboxes.api.v1.ReceivedInvitationList;
import io.smartboxes.console.client.Invitations;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.session.ConsoleSession;

/** Who invites the person who is signed in; where the link of an invitation's mail leads, too. */
@Route(value = Links.INVITATIONS, layout = ConsoleLayout.class, absolute = true)
@RouteAlias(value = Links.INVITATIONS + "/:" + InvitationsView.ID, layout = ConsoleLayout.class, absolute = true)
public final class InvitationsView extends ScreenView {

    static final String ID = "invitation";

    public InvitationsView(ConsoleSession session) {
        super(session, "Invitations");
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        String wanted = event.getRouteParameters().get(ID).orElse("");
        show(new Invitations(session().api()).received(), received -> show(received, wanted));
    }

    private void show(ReceivedInvitationList received, String wanted) {
        var found = received.items().stream()
                .filter(each -> wanted.isEmpty() || each.id().equals(wanted))
                .toList();
        if (!found.isEmpty()) {
            show(found.stream().map(this::card).toArray(Component[]::new));
        } else if (wanted.isEmpty()) {
            show(nothing("No invitation waits for you", "Whoever invites you needs the mail address of your account."));
        } else {
            explain(wanted);
        }
    }

    /** The link's token stands behind its #, which only the browser knows. */
    private void explain(String id) {
        UI.getCurrent()
                .getPage()
                .executeJs("return window.location.hash.substring(1)")
                .then(String.class, token -> {
                    var why = new Invitations(session().api())
                            .accept(id, token.isEmpty() ? null : token)
                            .complaint();
                    if (why == null) {
                        joined();
                    } else {
                        show(nothing("This invitation is not open to you", why));
                    }
                });
    }

    private Message nothing(String title, String sentence) {
        return Message.empty(Symbol.MEMBERS, title, sentence)
                .action("To your sandboxes", () -> UI.getCurrent().navigate(""));
    }

    private Component card(ReceivedInvitation invitation) {
        var until = new Paragraph("Good until ");
        until.add(Moment.absolute(invitation.expiresAt()));
        until.addClassName("soft");
        var accept = new Button("Accept", click -> accept(invitation));
        accept.addThemeVariants(ButtonVariant.PRIMARY);
        accept.setAriaLabel("Accept the invitation to " + invitation.tenant());
        var decline = new Button("Decline", click -> decline(invitation));
        decline.addThemeVariants(ButtonVariant.TERTIARY);
        decline.setAriaLabel("Decline the invitation to " + invitation.tenant());
        var buttons = new Div(accept, decline);
        buttons.addClassName("buttons");
        var card = new Div(
                new H2(invitation.tenant()),
                new Paragraph(invitation.invitedBy() + " invites you, as " + invitation.role() + "."),
                until,
                buttons);
        card.addClassName("panel");
        return card;
    }

    private void accept(ReceivedInvitation invitation) {
        var complaint =
                new Invitations(session().api()).accept(invitation.id(), null).complaint();
        if (complaint == null) {
            joined();
        } else {
            Notice.failed(complaint);
            reload();
        }
    }

    private void joined() {
        Notice.done("You are a member now.");
        var unused = session().loadMe();
        UI.getCurrent().navigate("");
    }

    private void decline(ReceivedInvitation invitation) {
        var complaint =
                new Invitations(session().api()).decline(invitation.id()).complaint();
        if (complaint == null) {
            Notice.done("The invitation is declined.");
        } else {
            Notice.failed(complaint);
        }
        reload();
    }
}
