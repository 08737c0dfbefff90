package io.smartboxes.controlplane.feed;

import io.smartboxes.id.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What one stream has still to tell. However slow its reader is, a thing waits in here once, however often it changed; and if
 * too many things wait, none do, and the reader has to start over.
 */
final class Subscription {

    private static final int WAITING_MAX = 1000;

    private final TenantId tenant;
    private final String holder;
    private final Map<Change.Subject, Change> waiting = new LinkedHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private boolean overflowed;
    private volatile long takenNanos = System.nanoTime();

    /** @param holder the session or key whose streams are counted together */
    Subscription(TenantId tenant, String holder) {
        this.tenant = tenant;
        this.holder = holder;
    }

    TenantId tenant() {
        return tenant;
    }

    String holder() {
        return holder;
    }

    synchronized void add(Change change) {
        if (waiting.size() >= WAITING_MAX && !waiting.containsKey(change.subject())) {
            waiting.clear();
            overflowed = true;
        }
        if (!overflowed) {
            waiting.put(change.subject(), change);
        }
        news.release();
    }

    /** Ends a wait. */
    void wake() {
        news.release();
    }

    /** Everything that waits, oldest first; nothing, if nothing came in time. */
    List<Change> take(long timeoutMillis) throws InterruptedException {
        takenNanos = System.nanoTime();
        if (news.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
        synchronized (this) {
            var taken = waiting.values().stream()
                    .sorted((one, other) -> one.position().compareTo(other.position()))
                    .toList();
            waiting.clear();
            return taken;
        }
    }

    /** Whether changes were lost since it was last asked. */
    synchronized boolean takeOverflow() {
        boolean was = overflowed;
        overflowed = false;
        return was;
    }

    /** When its reader last came, of {@link System#nanoTime}. */
    long takenNanos() {
        return takenNanos;
    }
}
