package io.smartboxes.console.component;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A few choices side by side, one of them taken. */
public final class Segments extends Div {

    private final List<NativeButton> buttons = new ArrayList<>();

    /**
     * With the first one taken.
     *
     * @param label says to screen readers what is chosen
     * @param chosen hears the number of a choice that somebody made
     */
    public Segments(String label, List<String> choices, IntConsumer chosen) {
        addClassName("segments");
        getElement().setAttribute("role", "group").setAttribute("aria-label", label);
        for (String choice : choices) {
            int number = buttons.size();
            var button = new NativeButton(choice, click -> {
                take(number);
                chosen.accept(number);
            });
            buttons.add(button);
            add(button);
        }
        take(0);
    }

    /** Shows this one as taken. */
    public void take(int number) {
        for (int each = 0; each < buttons.size(); each++) {
            buttons.get(each).getElement().setAttribute("aria-pressed", Boolean.toString(each == number));
        }
    }
}
