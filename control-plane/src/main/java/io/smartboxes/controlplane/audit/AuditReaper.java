package io.smartboxes.controlplane.audit;

import io.micronaut.scheduling.annotation.Scheduled;
import io.smartboxes.controlplane.platform.persistence.SystemDatabase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the count of refusals whose minute is over, and forgets events past their time. Any number of replicas may do it at once. */
@Singleton
class AuditReaper {

    private static final Logger LOG = LoggerFactory.getLogger(AuditReaper.class);

    /** A minute, and what replicas may be late with what they heard in it. */
    private static final Duration COUNTED = Duration.ofSeconds(70);

    private static final int BATCH = 1000;

    private final SystemDatabase database;
    private final RefusalRepository refusals;
    private final AuditConfig config;
    private final InstantSource clock;

    AuditReaper(SystemDatabase database, RefusalRepository refusals, AuditConfig config, InstantSource clock) {
        this.database = database;
        this.refusals = refusals;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = "5s", initialDelay = "5s")
    void sweep() {
        try {
            settle();
            forget();
        } catch (RuntimeException failure) {
            LOG.warn("the audit log is not tidied until the next round: {}", failure.getMessage());
        }
    }

    void settle() {
        int unused = database.transaction(
                statements -> refusals.settle(statements, clock.instant().minus(COUNTED), BATCH));
    }

    /** The only way in which an event ever goes: neither role that writes them may delete, this function may, and no young ones. */
    void forget() {
        int unused = database.transaction(statements -> statements
                .first(
                        "select audit_forget(?, ?) as forgotten",
                        row -> row.count("forgotten"),
                        clock.instant().minus(config.retention()),
                        BATCH)
                .orElseThrow());
    }
}
