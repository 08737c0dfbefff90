package io.smartboxes.console.staff;

import com.vaadin.flow.component.html.Paragraph;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Reply;
import java.util.function.Function;

/** Undoes what staff did, for a reason. */
final class ReasonDialog extends MeasureDialog {

    private final Function<String, Reply<Done>> act;

    /** @param effect what will happen */
    ReasonDialog(String title, String effect, String verb, Function<String, Reply<Done>> act, Runnable done) {
        super(title, "Reason", verb, done);
        this.act = act;
        ask(new Paragraph(effect));
    }

    @Override
    Reply<Done> send(String why) {
        return act.apply(why);
    }
}
