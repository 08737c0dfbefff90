package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import io.smartboxes.api.v1.StaffMe;
import io.smartboxes.console.client.Staff;
import io.smartboxes.console.session.ConsoleSession;
import java.util.function.Consumer;

/**
 * Asks every few seconds who the person is, for staff have no feed: so that an ended sign-in leaves no page of theirs open for
 * longer than ten seconds, and an outage heals by itself. It counts as nobody's activity when nobody is there.
 */
final class StaffPulse {

    private static final long PAUSE_MILLIS = 4_000;

    private final UI tab;
    private final ConsoleSession session;
    private final Consumer<String> name;
    private volatile boolean over;

    private StaffPulse(UI tab, ConsoleSession session, Consumer<String> name) {
        this.tab = tab;
        this.session = session;
        this.name = name;
    }

    /** While the component is attached. */
    static void beat(Component layout, ConsoleSession session, Consumer<String> name) {
        layout.addAttachListener(attached -> {
            var pulse = new StaffPulse(attached.getUI(), session, name);
            pulse.start();
            layout.addDetachListener(detached -> {
                detached.unregisterListener();
                pulse.over = true;
            });
        });
    }

    /** On a thread of its own: an answer may take its time. */
    private void start() {
        if (!over) {
            Thread.ofVirtual().name("staff-pulse").start(this::ask);
        }
    }

    private void ask() {
        new Staff(session.api()).me().map(StaffMe::email).ifOk(this::tell);
        if (!over) {
            session.later(this::start, PAUSE_MILLIS);
        }
    }

    private void tell(String email) {
        if (!over) {
            var _ = tab.access(() -> name.accept(email));
        }
    }
}
