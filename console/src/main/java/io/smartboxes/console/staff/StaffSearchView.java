package io.smartboxes.console.staff;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.smartboxes.api.v1.StaffSearchResult;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Staff;
import io.smartboxes.console.component.CopyableId;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.StatusBadge;
import io.smartboxes.console.component.Symbol;
import io.smartboxes.console.layout.ScreenView;
import io.smartboxes.console.layout.StaffLayout;
import io.smartboxes.console.navigation.StaffPlace;
import io.smartboxes.console.session.ConsoleSession;
import java.util.Map;

/** One box for whatever a customer quotes. */
@Route(value = StaffPlace.Path.SEARCH, layout = StaffLayout.class)
public final class StaffSearchView extends ScreenView {

    private static final String QUERY = "q";
    private static final int LENGTH_MAX = 320;

    /** More than these are not listed. */
    private static final int HITS_MAX = 50;

    private static final Map<String, String> KINDS = Map.of(
            "mail", "the beginning of a mail address",
            "api_key_prefix", "the beginning of an API key",
            "tenant", "a tenant's id",
            "sandbox", "a sandbox's id",
            "api_key", "an API key's id",
            "request", "a request's id");

    private final TextField box = new TextField();

    public StaffSearchView(ConsoleSession session) {
        super(session, StaffPlace.SEARCH.title());
        box.setAriaLabel("Search");
        box.setPlaceholder("Mail address, beginning of a key, or an id");
        box.setMaxLength(LENGTH_MAX);
        box.setClearButtonVisible(true);
        box.setAutofocus(true);
    }

    @Override
    protected void enter(BeforeEnterEvent event) {
        String wanted = event.getLocation()
                .getQueryParameters()
                .getSingleParameter(QUERY)
                .map(String::strip)
                .orElse("");
        box.setValue(wanted);
        if (wanted.isEmpty()) {
            show(bar(), explanation());
            return;
        }
        switch (new Staff(session().api()).search(wanted)) {
            case Reply.Ok<StaffSearchResult>(var found) -> show(bar(), understood(found), hits(found));
            case Reply.Refused<StaffSearchResult> refused
            when refused.status() == 400 ->
                show(bar(), Message.empty(Symbol.SEARCH, "That is nothing that can be searched for", refused.detail()));
            case Reply<StaffSearchResult> other -> show(other, found -> show());
        }
    }

    private Component bar() {
        var search = new Button("Search", click -> go());
        search.addThemeVariants(ButtonVariant.PRIMARY);
        search.addClickShortcut(Key.ENTER).listenOn(box);
        var bar = new Div(box, search);
        bar.addClassNames("field-row", "staff-search");
        return bar;
    }

    private void go() {
        String wanted = box.getValue().strip();
        UI.getCurrent()
                .navigate(
                        StaffPlace.SEARCH.path(),
                        wanted.isEmpty() ? QueryParameters.empty() : QueryParameters.of(QUERY, wanted));
    }

    private static Message explanation() {
        return Message.empty(
                Symbol.SEARCH,
                "Find a tenant by whatever its people quote",
                "A mail address or how it begins, the first characters of an API key (e2b_1a2b...), or the id of a tenant"
                        + " (tnt_...), a sandbox (sbx...), an API key (key_...) or a request (req_...).");
    }

    private static Component understood(StaffSearchResult found) {
        String kind = KINDS.getOrDefault(found.understoodAs(), found.understoodAs());
        int number = found.items().size();
        var words = new Paragraph("Understood as " + kind + ". "
                + switch (number) {
                    case 0 -> "Nothing fits.";
                    case 1 -> "One thing fits.";
                    case HITS_MAX -> "The first " + HITS_MAX + " that fit; write more of it to see others.";
                    default -> number + " things fit.";
                });
        words.addClassName("lead");
        words.getElement().setAttribute("role", "status");
        return words;
    }

    private static Component hits(StaffSearchResult found) {
        if (found.items().isEmpty()) {
            return Message.empty(
                    Symbol.SEARCH,
                    "There is no such thing",
                    found.understoodAs().equals("request")
                            ? "Only requests that changed something, or were refused it, are remembered, and no longer than"
                                    + " the audit log."
                            : "It may be mistyped, of another installation, or gone.");
        }
        var list = new Div();
        list.addClassNames("panel", "people");
        found.items().forEach(hit -> list.add(row(hit)));
        return list;
    }

    private static Component row(StaffSearchResult.Hit hit) {
        var tenant = new Anchor(StaffPlace.tenant(hit.tenantId()), hit.tenantName());
        tenant.addClassNames("person-name", "cut");
        tenant.setTitle(hit.tenantName());
        var label = new Span(hit.label());
        label.addClassNames("soft", "cut");
        label.setTitle(hit.label());
        var who = new Div(tenant);
        if (!hit.kind().equals("tenant")) {
            who.add(label);
        }
        who.addClassName("person-who");
        var facts = new Div(
                new StatusBadge(hit.kind().replace('_', ' '), StatusBadge.Tone.QUIET), new CopyableId(hit.id()));
        facts.addClassName("person-actions");
        var row = new Div(who, facts);
        row.addClassName("person");
        return row;
    }
}
