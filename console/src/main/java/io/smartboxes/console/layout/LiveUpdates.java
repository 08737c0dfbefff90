package io.smartboxes.console.layout;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.shared.Registration;
import io.smartboxes.console.session.ConsoleSession;
import io.smartboxes.console.session.FeedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a tenant's feed to one view while its tab is in sight: at most two batches a second, in each a thing once. What was
 * missed out of sight comes as a reset.
 */
public final class LiveUpdates {

    private static final long PAUSE_MILLIS = 500;

    private final UI tab;
    private final ConsoleSession session;
    private final String tenant;
    private final Consumer<Batch> view;
    private final Map<String, FeedEvent.Changed> waiting = new LinkedHashMap<>();
    private boolean reset;
    private boolean scheduled;
    private long deliveredNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    private @Nullable AutoCloseable listening;

    private LiveUpdates(UI tab, ConsoleSession session, String tenant, Consumer<Batch> view) {
        this.tab = tab;
        this.session = session;
        this.tenant = tenant;
        this.view = view;
    }

    /**
     * What has changed since the last one.
     *
     * @param reset anything may have: load everything anew
     */
    public record Batch(boolean reset, List<FeedEvent.Changed> changes) {

        public Batch {
            changes = List.copyOf(changes);
        }
    }

    /**
     * From when the component is attached until it is detached.
     *
     * @param view runs with the session's lock
     */
    public static void follow(Component component, ConsoleSession session, String tenant, Consumer<Batch> view) {
        if (component.isAttached()) {
            component.getUI().ifPresent(tab -> begin(component, tab, session, tenant, view));
        } else {
            component.addAttachListener(attached -> {
                attached.unregisterListener();
                begin(component, attached.getUI(), session, tenant, view);
            });
        }
    }

    private static void begin(
            Component component, UI tab, ConsoleSession session, String tenant, Consumer<Batch> view) {
        var updates = new LiveUpdates(tab, session, tenant, view);
        Registration sight = ComponentUtil.addListener(tab, TabSight.class, event -> updates.see(event.isVisible()));
        if (TabSight.of(tab)) {
            updates.start();
        }
        component.addDetachListener(detached -> {
            detached.unregisterListener();
            sight.remove();
            updates.stop();
        });
    }

    private void see(boolean visible) {
        if (!visible) {
            stop();
        } else if (listening == null) {
            start();
            heard(new FeedEvent.Reset());
        }
    }

    private void start() {
        listening = session.feed(tenant).listen(this::heard);
    }

    private void stop() {
        if (listening != null) {
            try {
                listening.close();
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
            listening = null;
        }
    }

    private synchronized void heard(FeedEvent event) {
        switch (event) {
            case FeedEvent.Reset all -> {
                reset = true;
                waiting.clear();
            }
            case FeedEvent.Changed changed -> {
                // The latest goes to the end: what is new comes in the order in which it came to be.
                waiting.remove(changed.kind() + changed.id());
                waiting.put(changed.kind() + changed.id(), changed);
            }
        }
        if (!scheduled) {
            scheduled = true;
            long due = PAUSE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - deliveredNanos);
            session.later(this::deliver, Math.max(0, due));
        }
    }

    private void deliver() {
        var _ = tab.access(() -> {
            var batch = take();
            if (listening != null) {
                view.accept(batch);
            }
        });
    }

    private synchronized Batch take() {
        var batch = new Batch(reset, new ArrayList<>(waiting.values()));
        reset = false;
        waiting.clear();
        scheduled = false;
        deliveredNanos = System.nanoTime();
        return batch;
    }
}
