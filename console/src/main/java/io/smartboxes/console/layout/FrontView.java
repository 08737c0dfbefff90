package io.smartboxes.console.layout;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.navigation.Role;
import io.smartboxes.console.session.ConsoleSession;

/** No screen of its own: the front page leads to the one that is most likely wanted. */
@Route(value = "", layout = ConsoleLayout.class, absolute = true)
@RouteAlias(value = "", layout = ConsoleLayout.class)
public final class FrontView extends ScreenView {

    public FrontView(ConsoleSession session) {
        super(session, "Welcome");
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        show(session().loadMe(), me -> choose(me, event));
    }

    private void choose(Me me, BeforeEnterEvent event) {
        var membership = me.memberships().stream()
                .filter(each -> tenant().isEmpty() || each.tenant().id().equals(tenant()))
                .findFirst();
        if (membership.isEmpty()) {
            show(Message.empty(Symbol.TENANT, "You belong to no tenant", "Ask somebody to invite you, or make one.")
                    .action("Look at my invitations", () -> UI.getCurrent().navigate(Links.INVITATIONS)));
            return;
        }
        String chosen = membership.get().tenant().id();
        event.forwardTo(landing(chosen, Role.of(membership.get().role())).in(chosen));
    }

    /** Who has never had a sandbox gets started; the others see them. */
    private Place landing(String tenant, Role role) {
        var any = session().api(tenant).get("/v1/sandboxes?limit=1", SandboxList.class);
        boolean none =
                any instanceof Reply.Ok<SandboxList>(var list) && list.items().isEmpty();
        return none && role.makesThings() ? Place.GET_STARTED : Place.SANDBOXES;
    }
}
