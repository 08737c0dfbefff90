package io.smartboxes.console.staff;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.Limits;
import io.smartboxes.api.v1.Member;
import io.smartboxes.api.v1.StaffTenant;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.PropertyList;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.words.LimitWords;
import java.util.function.Consumer;

/** A tenant's standing, who belongs to it, and what limits it, with what staff can do about these. */
final class TenantOverview extends Div {

    /** The API lists no more. */
    private static final int MEMBERS_MAX = 100;

    TenantOverview(
            StaffTenant tenant,
            Runnable lift,
            Runnable suspend,
            Consumer<Limits.Limit> override,
            Consumer<Limits.Limit> restore) {
        addClassName("staff-overview");
        add(standing(tenant, lift, suspend), members(tenant), limits(tenant.limits(), override, restore));
    }

    private static Component standing(StaffTenant tenant, Runnable lift, Runnable suspend) {
        var standing = tenant.tenant().standing();
        var facts = new PropertyList()
                .add("Made", Moment.absolute(tenant.tenant().createdAt()))
                .add("Kind", tenant.tenant().personal() ? "personal" : "shared")
                .add("Running sandboxes", String.valueOf(tenant.liveSandboxes()))
                .add("API keys in use", String.valueOf(tenant.liveApiKeys()));
        var panel = panel("Standing");
        if (standing == null) {
            panel.add(new Paragraph("Nothing keeps it from going on as usual."), facts, button("Suspend", suspend));
            return panel;
        }
        var words = new Paragraph(standing.cause());
        var until = standing.until();
        if (until != null) {
            words.add(new Span(" Until "), Moment.absolute(until), new Span("."));
        }
        panel.add(words, facts);
        if (!standing.code().equals("closing")) {
            var buttons = new Div(button("Change the step", suspend), button("Lift the suspension", lift));
            buttons.addClassName("buttons");
            panel.add(buttons);
        }
        return panel;
    }

    private static Component members(StaffTenant tenant) {
        var panel = panel("Members");
        panel.addClassName("people");
        tenant.members().forEach(member -> panel.add(member(member)));
        if (tenant.members().size() == MEMBERS_MAX) {
            panel.add(new Paragraph("The first " + MEMBERS_MAX + " are listed."));
        }
        return panel;
    }

    private static Component member(Member member) {
        String called = member.name() == null ? member.email() : member.name();
        var name = new Span(called);
        name.addClassNames("person-name", "cut");
        name.setTitle(called);
        var mail = new Span(member.email());
        mail.addClassNames("soft", "cut");
        mail.setTitle(member.email());
        var who = new Div(name, mail);
        who.addClassName("person-who");
        var role = new Div(new StatusBadge(member.role(), StatusBadge.Tone.QUIET));
        role.addClassName("person-actions");
        var row = new Div(who, role);
        row.addClassName("person");
        return row;
    }

    private static Component limits(Limits limits, Consumer<Limits.Limit> override, Consumer<Limits.Limit> restore) {
        var panel = panel("Limits");
        panel.addClassName("people");
        limits.limits().forEach(limit -> panel.add(limit(limit, override, restore)));
        return panel;
    }

    private static Component limit(
            Limits.Limit limit, Consumer<Limits.Limit> override, Consumer<Limits.Limit> restore) {
        var name = new Span(LimitWords.name(limit));
        name.addClassName("person-name");
        var state = new Span(LimitWords.state(limit));
        state.addClassName("soft");
        var who = new Div(name, state);
        who.addClassName("person-who");
        var actions = new Div();
        actions.addClassName("person-actions");
        var other = limit.override();
        if (other != null) {
            var why = new Span(new Span("Other than the plan's: " + other.reason()));
            var end = other.expiresAt();
            if (end != null) {
                why.add(new Span(" Until "), Moment.absolute(end));
            }
            why.addClassName("limit-override");
            who.add(why);
            actions.add(button("Back to the plan's", "Back to the plan's: ", limit, restore));
        }
        actions.add(button("Change", "Change: ", limit, override));
        var row = new Div(who, actions);
        row.addClassName("person");
        return row;
    }

    private static Button button(String text, Runnable act) {
        return new Button(text, click -> act.run());
    }

    private static Button button(String text, String label, Limits.Limit limit, Consumer<Limits.Limit> act) {
        var button = new Button(text, click -> act.accept(limit));
        button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
        button.setAriaLabel(label + LimitWords.name(limit));
        return button;
    }

    private static Div panel(String title) {
        var panel = new Div(new H2(title));
        panel.addClassName("panel");
        return panel;
    }
}
