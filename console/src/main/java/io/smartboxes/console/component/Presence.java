package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.shared.Registration;

/** Invisible: tells when somebody touches the page, twice a minute at most, and whether its tab can be seen. */
@Tag("sb-presence")
public final class Presence extends Component {

    public Registration onTouch(ComponentEventListener<Touched> listener) {
        return addListener(Touched.class, listener);
    }

    public Registration onSight(ComponentEventListener<Seen> listener) {
        return addListener(Seen.class, listener);
    }

    /** Somebody is there. */
    @DomEvent("touched")
    public static final class Touched extends ComponentEvent<Presence> {

        private static final long serialVersionUID = 1L;

        public Touched(Presence source, boolean fromClient) {
            super(source, fromClient);
        }
    }

    /** The tab came into sight, or went. */
    @DomEvent("seen")
    public static final class Seen extends ComponentEvent<Presence> {

        private static final long serialVersionUID = 1L;

        private final boolean visible;

        public Seen(Presence source, boolean fromClient, @EventData("event.detail.visible") boolean visible) {
            super(source, fromClient);
            this.visible = visible;
        }

        public boolean isVisible() {
            return visible;
        }
    }
}
