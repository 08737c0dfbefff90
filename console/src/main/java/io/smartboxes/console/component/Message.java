package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import org.jspecify.annotations.Nullable;

/** What a screen, or a part of one, shows instead of its content: nothing yet, not allowed, not there, failed. */
public final class Message extends Div {

    private final Div actions = new Div();

    private Message(Symbol symbol, String title, String sentence, String kind) {
        addClassNames("message", "message-" + kind);
        var picture = new Div(symbol.icon());
        picture.addClassName("message-picture");
        actions.addClassName("message-actions");
        add(picture, new H2(title), new Paragraph(sentence), actions);
    }

    /** There is nothing here yet; say what would be, and offer the way to it. */
    public static Message empty(Symbol symbol, String title, String sentence) {
        return new Message(symbol, title, sentence, "empty");
    }

    /** The person's role does not permit it. */
    public static Message forbidden(String sentence) {
        return forbidden("This is not open to your role", sentence);
    }

    /** Something else than their role does not permit it. */
    public static Message forbidden(String title, String sentence) {
        return new Message(Symbol.LOCK, title, sentence, "forbidden");
    }

    /** There is no such thing, or it is somebody else's. */
    public static Message missing(String sentence) {
        return new Message(Symbol.SEARCH, "There is nothing here", sentence, "missing");
    }

    /** The service is away; heals by itself. */
    public static Message away() {
        var message = new Message(
                Symbol.OFFLINE,
                "SmartBoxes is not answering",
                "Your sandboxes go on running. This page comes back by itself.",
                "away");
        message.getElement().setAttribute("role", "status");
        return message;
    }

    /**
     * It failed.
     *
     * @param requestId by which support finds it
     */
    public static Message failed(String title, String sentence, @Nullable String requestId) {
        var message = new Message(Symbol.ALERT, title, sentence, "failed");
        message.getElement().setAttribute("role", "alert");
        if (requestId != null) {
            var request = new Div(new Span("Request"), new CopyableId(requestId).whole());
            request.addClassName("message-request");
            message.addComponentAtIndex(message.getComponentCount() - 1, request);
        }
        return message;
    }

    /** What can be done about it; the first one stands out. */
    public Message action(String text, Runnable does) {
        var button = new Button(text, click -> does.run());
        if (actions.getComponentCount() == 0) {
            button.addThemeVariants(ButtonVariant.PRIMARY);
        }
        actions.add(button);
        return this;
    }

    /** More to see below: a snippet, say. */
    public Message with(Component below) {
        add(below);
        return this;
    }
}
