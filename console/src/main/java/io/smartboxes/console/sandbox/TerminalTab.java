package io.smartboxes.console.sandbox;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.console.component.Message;
import io.smartboxes.console.component.Symbol;

/** A shell in it. */
final class TerminalTab implements SandboxTab {

    private final Div whole = new Div();
    private final SandboxScope scope;
    private boolean isOpen;

    TerminalTab(SandboxScope scope) {
        this.scope = scope;
        whole.addClassName("terminal-tab");
        changed(scope.sandbox());
    }

    @Override
    public Component component() {
        return whole;
    }

    /** What is on the screen stays readable: the terminal itself says that its sandbox has ended. */
    @Override
    public void changed(Sandbox now) {
        if (isOpen) {
            return;
        }
        whole.removeAll();
        if (!scope.role().opensTerminals()) {
            whole.add(
                    Message.forbidden("A terminal is full access to the sandbox, and your role here only lets you look."
                            + " Ask an owner or an admin to make you a developer."));
        } else if (!SandboxStatus.isAlive(now)) {
            whole.add(Message.empty(
                    Symbol.TERMINAL,
                    "This sandbox has ended",
                    "A terminal needs a running sandbox, and nothing is left of the shells of this one. Create another to"
                            + " go on."));
        } else if (now.startedAt() == null) {
            whole.add(Message.empty(
                    Symbol.TERMINAL, "This sandbox is starting", "Its terminal opens here as soon as it runs."));
        } else {
            whole.add(new TerminalScreen(scope));
            isOpen = true;
        }
    }
}
