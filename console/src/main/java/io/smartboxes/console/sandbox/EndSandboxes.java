package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.component.Confirmation;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;
import java.util.List;

/** Ends sandboxes, after saying what will be lost. */
final class EndSandboxes {

    private static final int LISTED_MAX = 5;

    private EndSandboxes() {}

    static void ask(Sandboxes api, List<Sandbox> rows, Runnable after) {
        if (rows.isEmpty()) {
            return;
        }
        boolean one = rows.size() == 1;
        String title = one ? "End this sandbox?" : "End " + rows.size() + " sandboxes?";
        new Confirmation(title, effect(rows), one ? "End it" : "End " + rows.size(), () -> {
                    end(api, rows);
                    after.run();
                })
                .open();
    }

    private static Div effect(List<Sandbox> rows) {
        var list = new UnorderedList();
        for (var row : rows.subList(0, Math.min(LISTED_MAX, rows.size()))) {
            var item = new ListItem(
                    SandboxGrid.shortId(row.id()) + " (" + row.template().name() + "), made ");
            item.add(Moment.relative(row.createdAt()));
            list.add(item);
        }
        if (rows.size() > LISTED_MAX) {
            list.add(new ListItem("and " + (rows.size() - LISTED_MAX) + " more"));
        }
        var effect = new Div(
                list,
                new Paragraph("All processes stop at once, and every file inside is lost for good. Programs that use it"
                        + " get an error. What happened to it stays readable here."));
        effect.addClassName("effect");
        return effect;
    }

    private static void end(Sandboxes api, List<Sandbox> rows) {
        int ended = 0;
        for (var row : rows) {
            switch (api.kill(row.id())) {
                case Reply.Ok<Done> ok -> ended++;
                // It was over before we came: that is what was wanted.
                case Reply.Refused<Done> refused when refused.isMissing() -> ended++;
                case Reply<Done> other -> {
                    Notice.failed(SandboxGrid.shortId(row.id()) + " was not ended. " + other.complaint());
                    return;
                }
            }
        }
        Notice.done(ended == 1 ? "The sandbox is ended." : ended + " sandboxes are ended.");
    }
}
