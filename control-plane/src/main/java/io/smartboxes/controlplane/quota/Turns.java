package io.smartboxes.controlplane.quota;

import io.smartboxes.id.TenantId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lets few creates of a tenant into the database at once. They would wait there for the tenant's counters anyhow, each with a
 * connection that everybody shares; here they wait with nothing. First come, first served.
 */
final class Turns {

    /** One commits while the others prepare. */
    private static final int AT_ONCE = 4;

    /** Tenants that share a place among so many wait for each other, which does no harm. */
    private static final int PLACES = 4_096;

    private final Semaphore[] places =
            Stream.generate(() -> new Semaphore(AT_ONCE, true)).limit(PLACES).toArray(Semaphore[]::new);

    private final Duration patience;

    /** @param patience for a turn */
    Turns(Duration patience) {
        this.patience = patience;
    }

    <T> T take(TenantId tenant, Supplier<T> work) {
        Semaphore place = places[Math.floorMod(tenant.hashCode(), PLACES)];
        if (!tryAcquire(place)) {
            throw QuotaProblems.tooManyWait(patience);
        }
        try {
            return work.get();
        } finally {
            place.release();
        }
    }

    private boolean tryAcquire(Semaphore place) {
        try {
            return place.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
