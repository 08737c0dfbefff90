package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;

/** One word for how something is, told by its colour and its text. */
@Tag("span")
public final class StatusBadge extends Component {

    /** What the word means for whoever reads it. */
    public enum Tone {
        GOOD,
        BUSY,
        QUIET,
        WARNING,
        BAD
    }

    public StatusBadge(String text, Tone tone) {
        getElement().getClassList().add("status");
        getElement().getClassList().add("status-" + tone.name().toLowerCase(java.util.Locale.ROOT));
        getElement().setText(text);
    }
}
