package io.smartboxes.console.layout;

import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;

/** A tab came into sight, or went. */
final class TabSight extends ComponentEvent<UI> {

    private static final long serialVersionUID = 1L;

    private final boolean visible;

    private TabSight(UI tab, boolean visible) {
        super(tab, true);
        this.visible = visible;
    }

    boolean isVisible() {
        return visible;
    }

    static void tell(UI tab, boolean visible) {
        ComponentUtil.setData(tab, TabSight.class.getName(), visible);
        ComponentUtil.fireEvent(tab, new TabSight(tab, visible));
    }

    /** Taken to be in sight until it says otherwise. */
    static boolean of(UI tab) {
        return !Boolean.FALSE.equals(ComponentUtil.getData(tab, TabSight.class.getName()));
    }
}
