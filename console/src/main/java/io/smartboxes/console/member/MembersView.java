package io.smartboxes.console.member;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.Invitation;
import io.smartboxes.api.v1.InvitationList;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.MemberList;
import io.smartboxes.api.v1.MemberRemoval;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Invitations;
import io.smartboxes.console.client.Members;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Place;
import io.smartboxes.console.session.ConsoleSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members and invitations of a tenant. */
@Route(value = Place.Path.MEMBERS, layout = ConsoleLayout.class)
public final class MembersView extends ScreenView {

    private final Div people = new Div();
    private final Button more = new Button("Show more", click -> showMore());

    /** Shown, and shown again when something has changed. */
    private int pages = 1;

    private @Nullable String next;

    public MembersView(ConsoleSession session) {
        super(session, Place.MEMBERS.title());
        people.addClassNames("panel", "people");
        more.addThemeVariants(ButtonVariant.TERTIARY);
        more.setDisableOnClick(true);
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        actions();
        show(new Members(api()).list(null), this::show);
    }

    private void show(MemberList first) {
        var parts = new ArrayList<Component>();
        people.removeAll();
        add(first);
        for (int page = 1; page < pages && next != null; page++) {
            add();
        }
        parts.add(people);
        parts.add(more);
        if (role().administers()) {
            var invite = new Button("Invite", Symbol.PLUS.icon(), click -> invite());
            invite.addThemeVariants(ButtonVariant.PRIMARY);
            actions(invite);
            parts.addAll(invitations());
        }
        show(parts.toArray(Component[]::new));
    }

    private void add(MemberList page) {
        page.items().forEach(member -> people.add(row(member)));
        next = page.nextToken();
        more.setVisible(next != null);
    }

    private void add() {
        switch (new Members(api()).list(next)) {
            case Reply.Ok<MemberList>(var page) -> add(page);
            case Reply<MemberList> other -> Notice.failed(String.valueOf(other.complaint()));
        }
    }

    private void showMore() {
        pages++;
        add();
        more.setEnabled(true);
    }

    private MemberRow row(Member member) {
        return new MemberRow(member, isMe(member), role(), wanted -> change(member, wanted), () -> remove(member));
    }

    private boolean isMe(Member member) {
        return session().me() instanceof Reply.Ok<Me>(var me) && me.user().id().equals(member.id());
    }

    private List<Component> invitations() {
        return switch (new Invitations(api()).list()) {
            case Reply.Ok<InvitationList>(var all) -> {
                var waiting = all.items().stream()
                        .filter(each ->
                                each.state().equals("pending") || each.state().equals("expired"))
                        .toList();
                yield List.of(new H2("Invitations"), waiting.isEmpty() ? noneWaits() : list(waiting));
            }
            case Reply<InvitationList> other ->
                List.of(Message.failed("Invitations cannot be shown", String.valueOf(other.complaint()), null));
        };
    }

    private Message noneWaits() {
        return Message.empty(
                        Symbol.MEMBERS,
                        "No invitation waits for an answer",
                        "Whoever you invite gets a mail, and finds the invitation after signing in with that address.")
                .action("Invite somebody", this::invite);
    }

    private Component list(List<Invitation> waiting) {
        var list = new Div();
        list.addClassNames("panel", "people");
        waiting.forEach(invitation ->
                list.add(new InvitationRow(invitation, () -> resend(invitation), () -> revoke(invitation))));
        return list;
    }

    private void invite() {
        new InviteDialog(new Invitations(api()), role(), this::reload).open();
    }

    private void resend(Invitation invitation) {
        tell(new Invitations(api()).resend(invitation.id()), "Sent to " + invitation.email() + " again.");
    }

    private void revoke(Invitation invitation) {
        tell(new Invitations(api()).revoke(invitation.id()), "The invitation is taken back.");
    }

    private void change(Member member, String wanted) {
        var reply = new Members(api()).change(member.id(), wanted);
        if (isMe(member)) {
            // What this screen and the navigation offer is asked of one's own role.
            var unused = session().loadMe();
        }
        tell(reply, called(member) + " is " + wanted + " now.");
    }

    private void remove(Member member) {
        boolean self = isMe(member);
        switch (new Members(api()).removal(member.id())) {
            case Reply.Ok<MemberRemoval>(var effect) ->
                new RemoveMember(effect, self, keep -> remove(member, self, keep)).open();
            case Reply<MemberRemoval> other -> Notice.failed(String.valueOf(other.complaint()));
        }
    }

    private void remove(Member member, boolean self, boolean keepKeys) {
        switch (new Members(api()).remove(member.id(), keepKeys)) {
            case Reply.Ok<Done> ok
            when self -> {
                var unused = session().loadMe();
                UI.getCurrent().navigate("");
            }
            case Reply.Ok<Done> ok -> {
                Notice.done(called(member) + " is no member any more.");
                reload();
            }
            case Reply<Done> other -> Notice.failed(String.valueOf(other.complaint()));
        }
    }

    private <T extends @Nullable Object> void tell(Reply<T> reply, String done) {
        var complaint = reply.complaint();
        if (complaint == null) {
            Notice.done(done);
        } else {
            Notice.failed(complaint);
        }
        reload();
    }

    static String called(Member member) {
        return member.name() == null ? member.email() : member.name();
    }
}
