package io.smartboxes.console.component;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import java.util.function.IntConsumer;

/** How wide the window is, for what shows less on a phone. */
public final class WindowWidth {

    private WindowWidth() {}

    /**
     * Tells the width at once and with each change while the component is shown. The window outlives its screens, so it is
     * told to forget each of them.
     *
     * @param fit given CSS pixels; 0 when the browser has not said
     */
    public static void follow(Component component, IntConsumer fit) {
        component.addAttachListener(attached -> follow(attached, fit));
    }

    private static void follow(AttachEvent attached, IntConsumer fit) {
        var page = attached.getUI().getPage();
        fit.accept(page.getExtendedClientDetails().getWindowInnerWidth());
        var resizing = page.addBrowserWindowResizeListener(resized -> fit.accept(resized.getWidth()));
        attached.getSource().addDetachListener(detached -> {
            resizing.remove();
            detached.unregisterListener();
        });
    }
}
