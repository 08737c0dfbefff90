package io.smartboxes.console.staff;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.component.Symbol;
import java.util.Locale;
import java.util.function.Function;

/** A tenant's sandboxes, for staff to look at: what is in them and their end are the tenant's own business. */
final class SandboxRows {

    private SandboxRows() {}

    static Component of(SandboxList first, Function<String, Reply<SandboxList>> source) {
        return first.items().isEmpty()
                ? Message.empty(Symbol.BOX, "This tenant has no sandboxes", "Nor has it had any lately.")
                : new PagedRows<>(
                        first,
                        page -> new PagedRows.Page(
                                page.items().stream().map(SandboxRows::row).toList(), page.nextToken()),
                        source);
    }

    private static Component row(Sandbox sandbox) {
        var when = new Span(new Span(sandbox.template().name() + ", made "), Moment.relative(sandbox.createdAt()));
        when.addClassName("soft");
        var who = new Div(new CopyableId(sandbox.id()).whole(), when);
        var creator = sandbox.createdBy();
        if (creator != null) {
            String name = creator.name() == null ? creator.id() : creator.name();
            var by = new Span("by " + name);
            by.addClassNames("soft", "cut");
            by.setTitle(name);
            who.add(by);
        }
        var cause = sandbox.cause();
        if (cause != null) {
            var ended = new Span(cause.sentence());
            ended.addClassName("soft");
            who.add(ended);
        }
        who.addClassName("person-who");
        var state = new Div(badge(sandbox));
        state.addClassName("person-actions");
        var row = new Div(who, state);
        row.addClassName("person");
        return row;
    }

    private static StatusBadge badge(Sandbox sandbox) {
        String state = sandbox.state().toLowerCase(Locale.ROOT);
        return new StatusBadge(
                state,
                switch (sandbox.state()) {
                    case "RUNNING" -> StatusBadge.Tone.GOOD;
                    case "TERMINATED" -> StatusBadge.Tone.QUIET;
                    case "FAILED" -> StatusBadge.Tone.BAD;
                    default -> StatusBadge.Tone.BUSY;
                });
    }
}
