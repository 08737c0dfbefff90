package io.smartboxes.console.apikey;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import io.smartboxes.api.v1.ApiKey;
import io.smartboxes.api.v1.SandboxList;
import io.smartboxes.console.client.ApiKeys;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.component.Confirmation;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;

/** Revokes a key, after saying what will stop. */
final class RevokeKey {

    private static final int LISTED_MAX = 5;

    private RevokeKey() {}

    static void ask(ApiKeys api, Sandboxes sandboxes, ApiKey key) {
        new Confirmation("Revoke " + key.name() + "?", effect(sandboxes, key), "Revoke it", () -> revoke(api, key))
                .open();
    }

    private static Div effect(Sandboxes sandboxes, ApiKey key) {
        var effect = new Div();
        effect.addClassName("effect");
        if (key.lastUsedAt() != null) {
            var used = new Paragraph("It was last used ");
            used.add(Moment.relative(key.lastUsedAt()));
            used.add(".");
            effect.add(used);
        } else {
            effect.add(new Paragraph("It has not been used yet."));
        }
        switch (sandboxes.runningBy(key.id(), LISTED_MAX)) {
            case Reply.Ok<SandboxList>(var running) -> addRunning(effect, running);
            // What is not known is not guessed; the rest still holds.
            case Reply<SandboxList> other -> effect.add(new Paragraph(String.valueOf(other.complaint())));
        }
        effect.add(new Paragraph("Within ten seconds every program with " + key.mask()
                + " is refused, and what it has open in sandboxes breaks off. This cannot be undone; to replace the key"
                + " without a gap, rotate it instead."));
        return effect;
    }

    private static void addRunning(Div effect, SandboxList running) {
        if (running.items().isEmpty()) {
            effect.add(new Paragraph("No sandbox made with it is running."));
            return;
        }
        effect.add(new Paragraph(
                "Sandboxes made with it go on until their end, and other keys and people can still use them:"));
        var list = new UnorderedList();
        for (var sandbox : running.items()) {
            var item = new ListItem(sandbox.id() + " (" + sandbox.template().name() + "), made ");
            item.add(Moment.relative(sandbox.createdAt()));
            list.add(item);
        }
        if (running.nextToken() != null) {
            list.add(new ListItem("and more"));
        }
        effect.add(list);
    }

    private static void revoke(ApiKeys api, ApiKey key) {
        switch (api.revoke(key.id())) {
            case Reply.Ok<Done> ok -> Notice.done(key.name() + " is revoked.");
            // It was over before we came: that is what was wanted.
            case Reply.Refused<Done> refused when refused.isMissing() -> Notice.done(key.name() + " is revoked.");
            case Reply<Done> other -> Notice.failed(key.name() + " was not revoked. " + other.complaint());
        }
    }
}
