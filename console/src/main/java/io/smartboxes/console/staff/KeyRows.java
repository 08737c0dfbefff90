package io.smartboxes.console.staff;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.ApiKeyList;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.component.Symbol;
import java.util.function.Function;

/** A tenant's keys by what their masks show; the secrets are nowhere. */
final class KeyRows {

    private KeyRows() {}

    static Component of(ApiKeyList first, Function<String, Reply<ApiKeyList>> source) {
        return first.keys().isEmpty()
                ? Message.empty(Symbol.KEY, "This tenant has no API keys", "Nor has it made any yet.")
                : new PagedRows<>(
                        first,
                        page -> new PagedRows.Page(
                                page.keys().stream().map(KeyRows::row).toList(), page.nextToken()),
                        source);
    }

    private static Component row(ApiKey key) {
        var name = new Span(key.name());
        name.addClassNames("person-name", "cut");
        name.setTitle(key.name());
        var used = new Span();
        used.addClassName("soft");
        var last = key.lastUsedAt();
        if (last == null) {
            used.setText("never used");
        } else {
            used.add(new Span("last used "), Moment.relative(last));
        }
        var mask = new Span(key.mask());
        mask.addClassName("mask");
        var who = new Div(name, mask, used);
        who.addClassName("person-who");
        var facts = new Div(
                key.revokedAt() == null
                        ? new StatusBadge("in use", StatusBadge.Tone.GOOD)
                        : new StatusBadge("revoked", StatusBadge.Tone.QUIET),
                new CopyableId(key.id()));
        facts.addClassName("person-actions");
        var row = new Div(who, facts);
        row.addClassName("person");
        return row;
    }
}
