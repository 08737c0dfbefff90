package io.smartboxes.console.layout;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.ReceivedInvitation;
import io.smartboxes.api.v1.ReceivedInvitationList;
import io.smartboxes.console.client.Invitations;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.session.ConsoleSession;
import java.util.List;

/** Tells somebody who has just signed in that they are invited; asked for until there is none. */
final class InvitationBanner extends Div {

    private boolean asked;

    InvitationBanner() {
        addClassNames("banner", "banner-invited");
        getElement().setAttribute("role", "status");
    }

    void show(ConsoleSession session) {
        // What it tells is asked for again: it may have been answered on the screen before.
        if (asked && getChildren().findAny().isEmpty()) {
            return;
        }
        if (new Invitations(session.api()).received() instanceof Reply.Ok<ReceivedInvitationList>(var received)) {
            asked = true;
            removeAll();
            tell(received.items());
        }
    }

    private void tell(List<ReceivedInvitation> received) {
        if (received.isEmpty()) {
            return;
        }
        var first = received.getFirst();
        var words = received.size() == 1
                ? first.invitedBy() + " invites you to " + first.tenant() + "."
                : received.size() + " invitations wait for your answer.";
        var look = new Anchor("/" + Links.INVITATIONS, "Look at it");
        look.setRouterIgnore(false);
        add(Symbol.MEMBERS.icon(), new Span(words), look);
    }
}
