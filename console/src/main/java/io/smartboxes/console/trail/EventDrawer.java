package io.smartboxes.console.trail;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableBody;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeader;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import io.smartboxes.api.v1.AuditEvent;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Moment;
import io.smartboxes.console.component.PropertyList;
import io.smartboxes.console.words.AuditWords;
import java.util.Map;

/** Everything about one event, and what is otherwise since then. */
public final class EventDrawer extends Dialog {

    public EventDrawer(AuditEvent event) {
        addClassName("drawer");
        setHeaderTitle(AuditWords.what(event));
        var facts = new PropertyList().add("When", Moment.absolute(event.at())).add("Who", AuditWords.who(event));
        String detail = AuditWords.detail(event);
        if (!detail.isEmpty()) {
            facts.add("In words", detail);
            facts.add("Action", event.action());
        }
        var actor = event.actor().id();
        if (actor != null) {
            facts.add("Their id", new CopyableId(actor).whole());
        }
        var target = event.target();
        if (target != null) {
            facts.add("To", new CopyableId(target).whole());
        }
        facts.add("Outcome", event.code() == null ? event.outcome() : event.outcome() + ": " + event.code());
        if (event.repeats() > 1) {
            facts.add("How often", event.repeats() + " times within a minute");
        }
        var address = event.address();
        if (address != null) {
            facts.add("From", address);
        }
        var request = event.requestId();
        if (request != null) {
            facts.add("Request", new CopyableId(request).whole());
        }
        facts.add("Event", new CopyableId(event.id()).whole());
        add(facts);
        if (!event.difference().isEmpty()) {
            add(new H2("What changed"), changes(event.difference()));
        }
        getFooter().add(new Button("Close", click -> close()));
    }

    private static Component changes(Map<String, AuditEvent.Change> difference) {
        var header = new NativeTableHeader(new NativeTableRow(
                new NativeTableHeaderCell("What"),
                new NativeTableHeaderCell("Before"),
                new NativeTableHeaderCell("After")));
        var body = new NativeTableBody();
        difference.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(change -> body.add(new NativeTableRow(
                        new NativeTableCell(change.getKey()),
                        value(change.getValue().before()),
                        value(change.getValue().after()))));
        var table = new NativeTable(header, body);
        table.addClassName("changes");
        var scroll = new Div(table);
        scroll.addClassName("scroll");
        return scroll;
    }

    private static NativeTableCell value(@org.jspecify.annotations.Nullable String text) {
        return new NativeTableCell(new Span(text == null ? "–" : text));
    }
}
