package io.smartboxes.controlplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Looks at every moment that at no commit more lives than may, and that the counters say what lives. */
public final class LimitWatch implements AutoCloseable {

    private final TestDatabase database;
    private final long max;
    private volatile boolean stopped;
    private final CompletableFuture<Long> looks;

    /** @param max sandboxes, of each tenant */
    public LimitWatch(TestDatabase database, long max) {
        this.database = database;
        this.max = max;
        // A thread of its own: the common pool has as many as there are cores, and others need them.
        looks = CompletableFuture.supplyAsync(this::watch, Thread.ofVirtual().name("limit-watch")::start);
    }

    private long watch() {
        long times = 0;
        do {
            assertThat(Counters.wrong(database))
                    .as("counters that are not what lives")
                    .isEmpty();
            assertThat(over()).as("tenants with more than they may have").isEmpty();
            times++;
        } while (!stopped);
        return times;
    }

    private List<Map<String, Object>> over() {
        return database.rows("""
                select tenant_id, count(*) as lives from sandbox where seen not in ('TERMINATED', 'FAILED')
                group by tenant_id having count(*) > ?
                """, max);
    }

    /** Fails if it was ever otherwise. */
    @Override
    public void close() {
        stopped = true;
        assertThat(looks.join()).isPositive();
    }
}
