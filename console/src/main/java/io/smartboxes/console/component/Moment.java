package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import java.time.Instant;

/** A point in time. The browser keeps it true, in the zone that the person chose; the server is not asked again. */
@Tag("sb-time")
public final class Moment extends Component {

    private Moment(Instant at, String form) {
        getElement().setAttribute("datetime", at.toString());
        getElement().setAttribute("form", form);
    }

    /** "3 minutes ago", with date and time when pointed at. */
    public static Moment relative(Instant at) {
        return new Moment(at, "relative");
    }

    /** Date and time. */
    public static Moment absolute(Instant at) {
        return new Moment(at, "absolute");
    }

    /** "4:59", counting down to it; then "now". */
    public static Moment countdown(Instant at) {
        return new Moment(at, "countdown");
    }
}
