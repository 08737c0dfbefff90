package io.smartboxes.console.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;

/** An id, short enough to read, copied whole by a click. */
@Tag("sb-copy")
public final class CopyableId extends Component {

    public CopyableId(String id) {
        getElement().setAttribute("value", id);
    }

    /** Shows all of it. */
    public CopyableId whole() {
        getElement().setAttribute("whole", true);
        return this;
    }
}
