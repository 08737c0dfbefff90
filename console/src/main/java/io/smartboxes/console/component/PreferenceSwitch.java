package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;

/** Switches what only this browser needs to know and remember: colours, or the zone of times. */
@Tag("sb-preference")
public final class PreferenceSwitch extends Component {

    private PreferenceSwitch(String kind) {
        getElement().setAttribute("kind", kind);
    }

    /** As the system has it, light, or dark. */
    public static PreferenceSwitch theme() {
        return new PreferenceSwitch("theme");
    }

    /** This browser's zone, or UTC. */
    public static PreferenceSwitch zone() {
        return new PreferenceSwitch("zone");
    }
}
