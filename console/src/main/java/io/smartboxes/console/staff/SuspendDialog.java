package io.smartboxes.console.staff;

import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import io.smartboxes.api.v1.NewSuspension;
import io.smartboxes.console.client.Done;
import io.smartboxes.console.client.Reply;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Suspends a tenant, or moves it to another step; says what each step does. */
final class SuspendDialog extends MeasureDialog {

    private enum Step {
        THROTTLED("Throttle: a new sandbox every ten seconds at most; what runs goes on"),
        BLOCKED("Block: no new sandboxes; what runs goes on"),
        TERMINATING("Terminate: no new sandboxes, and what runs is ended after a time");

        private final String words;

        Step(String words) {
            this.words = words;
        }
    }

    /** How long what runs goes on. */
    private enum Grace {
        USUAL("After the installation's usual time", null),
        HOUR("After an hour", 3_600L),
        DAY("After a day", 86_400L),
        NOW("At once", 0L);

        private final String words;
        private final @Nullable Long seconds;

        Grace(String words, @Nullable Long seconds) {
            this.words = words;
            this.seconds = seconds;
        }
    }

    private final RadioButtonGroup<Step> step = new RadioButtonGroup<>("Step");
    private final Select<Grace> grace = new Select<>();
    private final Function<NewSuspension, Reply<Done>> act;

    SuspendDialog(String tenant, Function<NewSuspension, Reply<Done>> act, Runnable done) {
        super("Suspend " + tenant + "?", "Cause", "Suspend", done);
        this.act = act;
        step.setItems(Step.values());
        step.setItemLabelGenerator(each -> each.words);
        step.setValue(Step.THROTTLED);
        step.addValueChangeListener(changed -> grace.setVisible(changed.getValue() == Step.TERMINATING));
        grace.setLabel("What runs is ended");
        grace.setItems(Grace.values());
        grace.setItemLabelGenerator(each -> each.words);
        grace.setValue(Grace.USUAL);
        grace.setVisible(false);
        ask(
                new Paragraph(
                        "It takes effect within ten seconds. Members see a banner with the cause on every screen, and"
                                + " programs get it as an error. It can be undone; what has ended stays ended."),
                step,
                grace);
    }

    @Override
    Reply<Done> send(String why) {
        var chosen = step.getValue();
        return act.apply(new NewSuspension(
                chosen.name().toLowerCase(Locale.ROOT),
                why,
                chosen == Step.TERMINATING ? grace.getValue().seconds : null));
    }
}
