package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.shared.Registration;
import io.smartboxes.console.session.ConsoleSession;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks for something again and again while a component is shown and its browser tab in sight, and never twice at once. */
public final class Refresh<T> {

    private final UI tab;
    private final ConsoleSession session;
    private final Duration pause;
    private final Supplier<T> ask;
    private final Consumer<T> show;
    private boolean over;
    private boolean waiting;

    private Refresh(UI tab, ConsoleSession session, Duration pause, Supplier<T> ask, Consumer<T> show) {
        this.tab = tab;
        this.session = session;
        this.pause = pause;
        this.ask = ask;
        this.show = show;
    }

    /**
     * From when the component is attached until it is detached.
     *
     * @param pause between an answer and the next question
     * @param ask runs without the session's lock
     * @param show runs with it
     */
    public static <T> void every(
            Duration pause, Component component, ConsoleSession session, Supplier<T> ask, Consumer<T> show) {
        component.addAttachListener(attached -> {
            UI tab = attached.getUI();
            var refresh = new Refresh<>(tab, session, pause, ask, show);
            Registration sight = ComponentUtil.addListener(tab, TabSight.class, seen -> refresh.await(Duration.ZERO));
            refresh.await(pause);
            component.addDetachListener(detached -> {
                detached.unregisterListener();
                sight.remove();
                refresh.over = true;
            });
        });
    }

    /** Only called with the session's lock. A tab that comes into sight begins anew. */
    private void await(Duration time) {
        if (!over && !waiting && TabSight.of(tab)) {
            waiting = true;
            session.later(() -> Thread.ofVirtual().name("refresh").start(this::turn), time.toMillis());
        }
    }

    private void turn() {
        T answer = ask.get();
        try {
            var _ = tab.access(() -> {
                waiting = false;
                if (!over) {
                    show.accept(answer);
                    await(pause);
                }
            });
        } catch (UIDetachedException closed) {
            // Nobody looks any more.
        }
    }
}
