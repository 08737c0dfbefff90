package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.session.SessionEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells a layout while it is attached when the API goes away or is back, and leads its tab away when the sign-in is over. */
final class SessionWatch {

    private final ConsoleSession session;
    private final String area;
    private final Consumer<Boolean> away;
    private final List<AutoCloseable> open = new ArrayList<>();

    private SessionWatch(ConsoleSession session, String area, Consumer<Boolean> away) {
        this.session = session;
        this.area = area;
        this.away = away;
    }

    /**
     * @param area under which the layout's part of the console lies: nothing for customers
     * @param away runs with the session's lock
     */
    static void over(Component layout, ConsoleSession session, String area, Consumer<Boolean> away) {
        var watch = new SessionWatch(session, area, away);
        layout.addAttachListener(attached -> watch.begin(attached.getUI()));
        layout.addDetachListener(detached -> watch.end());
    }

    private void begin(UI tab) {
        open.add(session.health().listen(isAway -> later(tab, () -> away.accept(isAway))));
        open.add(session.onEnd(why -> later(tab, () -> leave(tab, why))));
    }

    private void end() {
        for (var each : open) {
            try {
                each.close();
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        open.clear();
    }

    private static void later(UI tab, Command task) {
        var _ = tab.access(task);
    }

    private void leave(UI tab, SessionEnd why) {
        tab.getPage()
                .setLocation(why.pageFor(
                        area,
                        area + "/" + tab.getInternals().getActiveViewLocation().getPathWithQueryParameters()));
    }
}
