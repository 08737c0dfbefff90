package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import io.smartboxes.api.v1.NewTerminalTicket;
import io.smartboxes.api.v1.TerminalTicket;
import io.smartboxes.console.client.Json;
import io.smartboxes.console.client.Reply;
import io.smartboxes.console.client.Sandboxes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The screen of a terminal. Its bytes pass between browser and gateway; from here come only the tickets. */
@Tag("sb-terminal")
final class TerminalScreen extends Component {

    private static final String MODULE = "context://js/terminal.js";
    private static final String STYLE = "context://css/terminal.css";
    private static final String LIBRARY_STYLE = "context://js/xterm/xterm.css";

    private final SandboxScope scope;

    TerminalScreen(SandboxScope scope) {
        this.scope = scope;
        getElement().setAttribute("sandbox", scope.sandbox().id());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        var page = event.getUI().getPage();
        page.addStyleSheet(LIBRARY_STYLE);
        page.addStyleSheet(STYLE);
        page.addJsModule(MODULE);
    }

    /**
     * What the browser shows to the gateway next, or why there is nothing.
     *
     * @param terminal to come back to; null or empty for a new one
     */
    @ClientCallable
    ObjectNode ticket(@Nullable String terminal) {
        var wish = new NewTerminalTicket(terminal == null || terminal.isEmpty() ? null : terminal);
        return told(new Sandboxes(scope.api()).terminalTicket(scope.sandbox().id(), wish));
    }

    /** For the browser: a ticket, or a sentence and whether trying again may help without anybody doing anything. */
    static ObjectNode told(Reply<TerminalTicket> reply) {
        var answer = Json.MAPPER.createObjectNode();
        return switch (reply) {
            case Reply.Ok<TerminalTicket>(var ticket) ->
                answer.put("ticket", ticket.ticket())
                        .put("terminal", ticket.terminal())
                        .put("url", ticket.url());
            case Reply.Refused<TerminalTicket> refused ->
                answer.put("refusal", refused.complaint()).put("again", refused.status() == 503);
            case Reply.SessionOver<TerminalTicket> over ->
                answer.put("refusal", over.complaint()).put("again", false);
            case Reply.Unavailable<TerminalTicket> away ->
                answer.put("refusal", away.complaint()).put("again", true);
        };
    }
}
