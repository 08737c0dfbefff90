package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;

/** Code to take away: shown as it is, copied exactly so. */
@Tag("sb-snippet")
public final class Snippet extends Component {

    /**
     * @param label says to screen readers what it is
     */
    public Snippet(String label, String code) {
        getElement().setAttribute("label", label);
        show(code);
    }

    public void show(String code) {
        getElement().setAttribute("code", code);
    }
}
