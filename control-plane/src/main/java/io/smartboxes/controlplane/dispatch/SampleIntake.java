package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.metrics.Sample;
import io.smartboxes.controlplane.metrics.SampleStore;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Takes samples of what sandboxes use, in a transaction of their own: nothing waits for them, and nothing fails with them. */
@Singleton
final class SampleIntake {

    private final SystemDatabase database;
    private final SampleStore store;
    private final InstantSource clock;

    SampleIntake(SystemDatabase database, SampleStore store, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    void take(WorkerId worker, List<Sample> samples) {
        database.transaction(statements -> {
            store.add(statements, worker, samples, clock.instant());
            return true;
        });
    }
}
