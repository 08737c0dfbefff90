package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.api.v1.SandboxHistory;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.Notice;
import org.jspecify.annotations.Nullable;

/** What happened to it, newest first. */
final class EventsTab implements SandboxTab {

    private final SandboxScope scope;
    private final OrderedList list = new OrderedList();
    private final Button older = new Button("Show older");
    private final Div whole = new Div();
    private @Nullable String next;

    EventsTab(SandboxScope scope) {
        this.scope = scope;
        list.addClassName("history");
        whole.addClassName("panel");
        older.addClickListener(click -> load(next));
        load(null);
    }

    @Override
    public Component component() {
        return whole;
    }

    @Override
    public void changed(Sandbox now) {
        load(null);
    }

    @Override
    public void doubt() {
        load(null);
    }

    private void load(@Nullable String after) {
        switch (new Sandboxes(scope.api()).history(scope.sandbox().id(), after)) {
            case Reply.Ok<SandboxHistory>(var page) -> {
                if (after == null) {
                    list.removeAll();
                }
                page.items().forEach(event -> list.add(item(event)));
                next = page.nextToken();
                older.setVisible(next != null);
                whole.removeAll();
                whole.add(list, older);
            }
            case Reply<SandboxHistory> other -> {
                if (list.getComponentCount() == 0) {
                    whole.removeAll();
                    whole.add(Message.failed("The events did not come", String.valueOf(other.complaint()), null)
                            .action("Try again", () -> load(null)));
                } else if (after != null) {
                    Notice.failed(String.valueOf(other.complaint()));
                }
            }
        }
    }

    private static ListItem item(SandboxHistory.Event event) {
        var words = new Span(EventWords.of(event));
        words.addClassName("history-words");
        var item = new ListItem(Moment.absolute(event.at()), words);
        var detail = event.detail();
        if (detail != null && !detail.isBlank()) {
            var more = new Span(detail);
            more.addClassName("history-detail");
            item.add(more);
        }
        return item;
    }
}
