package io.smartboxes.controlplane.audit;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.DatabaseAwayException;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import io.smartboxes.controlplane.platform.persistence.TenantDatabase;
import io.smartboxes.controlplane.platform.persistence.UserDatabase;
import io.smartboxes.controlplane.platform.persistence.Work;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes refusals from the requests that met them and writes them down within a second, alike ones as one: a flood of refusals
 * costs one small write a second, and nobody waits for it.
 */
@Singleton
class RefusalLog {

    /** Kinds that wait to be written; past this many new ones are counted as lost and not kept. */
    private static final int KINDS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final TenantDatabase tenants;
    private final UserDatabase people;
    private final SystemDatabase system;
    private final RefusalRepository repository;
    private final Map<Refusal.Kind, Refusal> waiting = new ConcurrentHashMap<>();
    private final AtomicLong lost = new AtomicLong();

    RefusalLog(TenantDatabase tenants, UserDatabase people, SystemDatabase system, RefusalRepository repository) {
        this.tenants = tenants;
        this.people = people;
        this.system = system;
        this.repository = repository;
    }

    void note(Refusal refusal) {
        if (waiting.size() >= KINDS_MAX && !waiting.containsKey(refusal.kind())) {
            lost.incrementAndGet();
            return;
        }
        waiting.merge(refusal.kind(), refusal, Refusal::and);
    }

    @PreDestroy
    void stop() {
        write();
    }

    @Scheduled(fixedDelay = "1s")
    synchronized void write() {
        long dropped = lost.getAndSet(0);
        if (dropped > 0) {
            LOG.warn(
                    "{} refusals are not in the audit log: more than {} kinds of them in a second", dropped, KINDS_MAX);
        }
        var taken = waiting.keySet().stream()
                .map(waiting::remove)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(
                        refusal -> Optional.ofNullable(refusal.kind().owner())));
        taken.forEach((owner, refusals) -> write(owner.orElse(null), refusals));
    }

    private void write(@Nullable Owner owner, List<Refusal> refusals) {
        Work<Boolean> work = statements -> {
            refusals.forEach(refusal -> repository.count(statements, refusal));
            return true;
        };
        try {
            boolean unused = owner == null ? system.transaction(work) : owner.transaction(tenants, people, work);
        } catch (DatabaseAwayException away) {
            // Counted twice, should the commit have been the moment: rather that than never.
            refusals.forEach(refusal -> waiting.merge(refusal.kind(), refusal, (newer, older) -> older.and(newer)));
        } catch (RuntimeException failure) {
            LOG.warn("{} refusals are not in the audit log", refusals.size(), failure);
        }
    }
}
