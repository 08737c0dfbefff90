package io.smartboxes.console.member;

import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import io.smartboxes.api.v1.Member;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.navigation.Role;
import java.util.Locale;
import java.util.function.Consumer;

/** One member: who, since when, as what. */
final class MemberRow extends Div {

    /**
     * @param mine what whoever looks is
     * @param change hears another role
     */
    MemberRow(Member member, boolean self, Role mine, Consumer<String> change, Runnable remove) {
        addClassName("person");
        var avatar = new Avatar(MembersView.called(member));
        avatar.getElement().setAttribute("aria-hidden", "true");
        var name = new Span(MembersView.called(member) + (self ? " (you)" : ""));
        name.addClassNames("person-name", "cut");
        name.setTitle(MembersView.called(member));
        var mail = new Span(member.email());
        mail.addClassNames("soft", "cut");
        mail.setTitle(member.email());
        var since = new Span(new Span("since "), Moment.relative(member.since()));
        since.addClassName("soft");
        var who = new Div(name, mail, since);
        who.addClassName("person-who");
        var actions = new Div();
        actions.addClassName("person-actions");
        boolean ownersBusiness = Role.of(member.role()) == Role.OWNER && mine != Role.OWNER;
        if (mine.administers() && !ownersBusiness) {
            actions.add(choice(member, mine, change));
        } else {
            actions.add(new StatusBadge(member.role(), StatusBadge.Tone.QUIET));
        }
        if (self || (mine.administers() && !ownersBusiness)) {
            var button = new Button(self ? "Leave" : "Remove", click -> remove.run());
            button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
            button.setAriaLabel(self ? "Leave this tenant" : "Remove " + MembersView.called(member));
            actions.add(button);
        }
        add(avatar, who, actions);
    }

    private static Select<String> choice(Member member, Role mine, Consumer<String> change) {
        var choice = new Select<String>();
        choice.setItems(Roles.offered(mine));
        choice.setValue(member.role().toLowerCase(Locale.ROOT));
        choice.setAriaLabel("Role of " + MembersView.called(member));
        choice.addValueChangeListener(changed -> {
            if (changed.isFromClient()) {
                change.accept(changed.getValue());
            }
        });
        return choice;
    }
}
