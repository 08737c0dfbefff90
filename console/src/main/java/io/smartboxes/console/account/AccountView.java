package io.smartboxes.console.account;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.api.v1.AuditEventList;
import io.smartboxes.api.v1.Me;
import io.smartboxes.api.v1.Session;
import io.smartboxes.api.v1.SessionList;
import io.smartboxes.console.client.Account;
import io.smartboxes.console.client.AuditLog;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.Confirmation;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;
import io.smartboxes.console.component.PropertyList;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.layout.ConsoleLayout;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.navigation.Links;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.session.SignInPaths;

/** Who is signed in, where else, and the end of the account. */
@Route(value = Links.ACCOUNT, layout = ConsoleLayout.class, absolute = true)
public final class AccountView extends ScreenView {

    private static final int EVENTS_SHOWN = 10;

    public AccountView(ConsoleSession session) {
        super(session, "Account");
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        show(session().loadMe(), this::show);
    }

    private void show(Me me) {
        show(who(me), sessions(), signIns(), end());
    }

    private static Component who(Me me) {
        var facts = new PropertyList().add("Mail address", me.user().email());
        var name = me.user().name();
        if (name != null) {
            facts.add("Name", name);
        }
        return panel(
                "You",
                facts.add("Id", new CopyableId(me.user().id()).whole())
                        .add("Since", Moment.absolute(me.user().createdAt())));
    }

    private Component sessions() {
        return switch (new Account(session().api()).sessions()) {
            case Reply.Ok<SessionList>(var all) -> {
                var list = new Div();
                list.addClassName("people");
                all.items().forEach(session -> list.add(row(session)));
                yield panel("Where you are signed in", list);
            }
            case Reply<SessionList> other ->
                Message.failed("Your sign-ins cannot be shown", String.valueOf(other.complaint()), null);
        };
    }

    private Component row(Session session) {
        var started = new Span(new Span("signed in "), Moment.relative(session.startedAt()));
        started.addClassName("person-name");
        var seen = new Span(new Span("last seen "), Moment.relative(session.lastSeenAt()));
        seen.addClassName("soft");
        var who = new Div(started, seen);
        who.addClassName("person-who");
        var actions = new Div();
        actions.addClassName("person-actions");
        if (session.current()) {
            actions.add(new StatusBadge("this one", StatusBadge.Tone.GOOD));
        } else {
            var end = new Button("End", click -> end(session));
            end.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
            end.setAriaLabel("End the sign-in of " + session.startedAt());
            end.setDisableOnClick(true);
            actions.add(end);
        }
        var row = new Div(who, actions);
        row.addClassName("person");
        return row;
    }

    private void end(Session session) {
        var complaint = new Account(session().api()).end(session.id()).complaint();
        if (complaint == null) {
            Notice.done("That sign-in is over.");
        } else {
            Notice.failed(complaint);
        }
        reload();
    }

    private Component signIns() {
        return switch (new AuditLog(session().api()).own(EVENTS_SHOWN)) {
            case Reply.Ok<AuditEventList>(var events) -> {
                var list = new Div();
                list.addClassName("people");
                events.items().forEach(event -> list.add(row(event)));
                yield panel("Lately", list);
            }
            case Reply<AuditEventList> other ->
                Message.failed("What you did lately cannot be shown", String.valueOf(other.complaint()), null);
        };
    }

    private static Component row(AuditEvent event) {
        var what = new Span(words(event));
        what.addClassName("person-name");
        var where = new Span(
                new Span(event.address() == null ? "" : "from " + event.address() + ", "), Moment.relative(event.at()));
        where.addClassName("soft");
        var who = new Div(what, where);
        who.addClassName("person-who");
        var row = new Div(who);
        row.addClassName("person");
        return row;
    }

    private static String words(AuditEvent event) {
        String done = words(event.action());
        return event.outcome().equals("refused") ? done + ": refused" : done;
    }

    private static String words(String action) {
        return switch (action) {
            case "session.begin" -> "Came into the console or the API";
            case "session.end" -> "A session ended";
            case "account.register" -> "Signed up";
            case "account.verify_email" -> "Confirmed the mail address";
            case "account.change_email" -> "Changed the mail address";
            case "account.sign_in" -> "Signed in";
            case "account.sign_out" -> "Signed out";
            case "account.change_credential" -> "Set a password, passkey or code generator";
            case "account.remove_credential" -> "Removed a password, passkey or code generator";
            case "account.reset_password" -> "Asked for a new password";
            case "account.delete" -> "Deleted the account";
            case "tenant.create" -> "Got a tenant";
            default -> action;
        };
    }

    private Component end() {
        var delete = new Button("Delete account", click -> askDelete());
        delete.addThemeVariants(ButtonVariant.ERROR);
        return panel(
                "Delete account",
                new Paragraph(
                        "Takes you out of every tenant and revokes the keys you made. Tenants with nobody else in them"
                                + " end, with everything in them. This cannot be undone."),
                delete);
    }

    private void askDelete() {
        new Confirmation(
                        "Delete your account?",
                        new Paragraph(
                                "Everything you have alone is lost for good. What you did in shared tenants stays in their"
                                        + " audit logs, without your name."),
                        "Delete account",
                        this::delete)
                .open();
    }

    private void delete() {
        var complaint = new Account(session().api()).delete().complaint();
        if (complaint == null) {
            UI.getCurrent().getPage().setLocation(SignInPaths.SIGN_OUT);
        } else {
            Notice.failed(complaint);
        }
    }

    private static Div panel(String title, Component... content) {
        var panel = new Div(new H2(title));
        panel.addClassName("panel");
        panel.add(content);
        return panel;
    }
}
