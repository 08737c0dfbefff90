package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.placement.Candidate;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.worker.Capacity;
import io.smartboxes.controlplane.worker.Worker;
import io.smartboxes.controlplane.worker.WorkerRepository;
import io.smartboxes.id.WorkerId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The workers and what is leased to each, in memory, for choosing; the choice is checked against the database before it counts.
 *
 * <p>Owned by the placing thread: nothing else calls it but {@link #expire}.
 */
@Singleton
final class Fleet {

    private final SystemDatabase database;
    private final WorkerRepository workers;
    private final LeaseRepository leases;
    private final LinkConfig config;
    private final Map<WorkerId, Candidate> candidates = new LinkedHashMap<>();
    private volatile boolean expired = true;
    private long readAt;

    Fleet(SystemDatabase database, WorkerRepository workers, LeaseRepository leases, LinkConfig config) {
        this.database = database;
        this.workers = workers;
        this.leases = leases;
        this.config = config;
    }

    /** Reads the registry, unless that was done within the poll interval and nothing has expired since. */
    void refresh() {
        if (expired || System.nanoTime() - readAt >= config.pollInterval().toNanos()) {
            read();
        }
    }

    /** All enrolled workers. */
    Collection<Candidate> candidates() {
        return List.copyOf(candidates.values());
    }

    @Nullable Candidate candidate(WorkerId worker) {
        return candidates.get(worker);
    }

    /** Counts a lease that was just chosen. */
    void took(WorkerId worker, Capacity size) {
        candidates.computeIfPresent(worker, (id, candidate) -> candidate.with(size));
    }

    /** The next refresh reads. */
    void expire() {
        expired = true;
    }

    private record Reading(List<Worker> workers, Map<WorkerId, Capacity> leased) {}

    private void read() {
        expired = false;
        readAt = System.nanoTime();
        Reading reading;
        try {
            reading = database.transaction(
                    statements -> new Reading(workers.list(statements), leases.leased(statements)));
        } catch (RuntimeException failure) {
            expired = true;
            throw failure;
        }
        candidates.clear();
        for (Worker worker : reading.workers()) {
            Capacity leased = reading.leased().getOrDefault(worker.id(), Capacity.NONE);
            candidates.put(worker.id(), new Candidate(worker, leased, worker.warm()));
        }
    }
}
