package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import java.util.function.Consumer;

/** Whether somebody can see a component: it is attached, and its tab is in sight. */
public final class Sight {

    private Sight() {}

    /** Tells when that begins, and when it ends; runs with the session's lock. */
    public static void follow(Component component, Consumer<Boolean> seen) {
        component.addAttachListener(attached -> {
            UI tab = attached.getUI();
            var sight = ComponentUtil.addListener(tab, TabSight.class, event -> seen.accept(event.isVisible()));
            component.addDetachListener(detached -> {
                detached.unregisterListener();
                sight.remove();
                seen.accept(false);
            });
            if (TabSight.of(tab)) {
                seen.accept(true);
            }
        });
    }
}
