package io.smartboxes.console.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Whether the API answers this session's calls, and who wants to know. */
public final class ApiHealth {

    private final AtomicBoolean away = new AtomicBoolean();
    private final Set<Consumer<Boolean>> listeners = ConcurrentHashMap.newKeySet();

    ApiHealth() {}

    public boolean isAway() {
        return away.get();
    }

    /** Hears true when it goes away and false when it is back. */
    public AutoCloseable listen(Consumer<Boolean> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void missed() {
        if (away.compareAndSet(false, true)) {
            listeners.forEach(listener -> listener.accept(true));
        }
    }

    void answered() {
        if (away.compareAndSet(true, false)) {
            listeners.forEach(listener -> listener.accept(false));
        }
    }
}
