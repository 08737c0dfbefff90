package io.smartboxes.controlplane.feed;

import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.TenantId;
import io.smartboxes.problem.ProblemException;
import io.smartboxes.problem.ProblemType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** The streams that are open at this replica, and how far its reader has come for them all. */
@Singleton
final class Subscriptions {

    static final int PER_HOLDER_MAX = 8;
    static final int PER_TENANT_MAX = 100;

    /** A stream looks every second; one that has not for so long is gone, and only nobody has noticed. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);

    private final SystemDatabase database;
    private final ChangeRepository changes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TenantId, List<Subscription>> open = new HashMap<>();
    private FeedPosition position = FeedPosition.before(0);
    /** Grows when a tenant is added: what was read before says nothing about that tenant. */
    private long version;

    Subscriptions(SystemDatabase database, ChangeRepository changes) {
        this.database = database;
        this.changes = changes;
    }

    /** What the reader reads next. */
    record Reading(List<UUID> tenants, FeedPosition after, long version) {}

    /** From now on every change of the tenant arrives. What came before is the caller's to read. */
    Subscription open(TenantId tenant, String holder) {
        lock.lock();
        try {
            if (open.isEmpty()) {
                position = database.transaction(changes::end);
            }
            var others = open.getOrDefault(tenant, List.of());
            requireRoom(others, holder);
            var subscription = new Subscription(tenant, holder);
            if (others.isEmpty()) {
                version++;
            }
            open.computeIfAbsent(tenant, first -> new ArrayList<>()).add(subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    void close(Subscription subscription) {
        lock.lock();
        try {
            open.computeIfPresent(subscription.tenant(), (tenant, all) -> {
                all.remove(subscription);
                return all.isEmpty() ? null : all;
            });
        } finally {
            lock.unlock();
        }
    }

    Reading next() {
        lock.lock();
        try {
            return new Reading(open.keySet().stream().map(TenantId::value).toList(), position, version);
        } finally {
            lock.unlock();
        }
    }

    /** Hands over what was read. False: a tenant came in between, and it has to be read again. */
    boolean deliver(Reading reading, List<Change> settled) {
        lock.lock();
        try {
            if (reading.version() != version) {
                return false;
            }
            for (var change : settled) {
                open.getOrDefault(change.tenant(), List.of()).forEach(subscription -> subscription.add(change));
                position = change.position();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes what its reader has left without saying so. */
    void closeAbandoned(long nowNanos) {
        lock.lock();
        try {
            open.values().stream()
                    .flatMap(List::stream)
                    .filter(subscription -> nowNanos - subscription.takenNanos() > ABANDONED_AFTER.toNanos())
                    .toList()
                    .forEach(this::close);
        } finally {
            lock.unlock();
        }
    }

    private static void requireRoom(List<Subscription> others, String holder) {
        long own =
                others.stream().filter(other -> other.holder().equals(holder)).count();
        if (own >= PER_HOLDER_MAX || others.size() >= PER_TENANT_MAX) {
            throw new ProblemException(
                    ProblemType.STREAM_LIMIT_REACHED,
                    "There are " + own + " event streams of this session or key and " + others.size()
                            + " of this tenant; " + PER_HOLDER_MAX + " and " + PER_TENANT_MAX
                            + " are possible. Close one first.");
        }
    }
}
