package io.smartboxes.console.component;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;

/** A short word in the corner that goes away by itself. */
public final class Notice {

    private static final int DONE_MILLIS = 4_000;
    private static final int FAILED_MILLIS = 10_000;

    private Notice() {}

    /** It worked. */
    public static void done(String text) {
        show(text, DONE_MILLIS, NotificationVariant.SUCCESS);
    }

    /** It did not, and why. */
    public static void failed(String text) {
        show(text, FAILED_MILLIS, NotificationVariant.ERROR);
    }

    private static void show(String text, int millis, NotificationVariant variant) {
        var notification = new Notification(text, millis, Notification.Position.BOTTOM_END);
        notification.addThemeVariants(variant);
        notification.open();
    }
}
