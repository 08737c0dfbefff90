package io.smartboxes.controlplane.platform.persistence;

import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the database whether it is there. */
@Singleton
public final class DatabaseHealth {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);

    private final SystemDatabase database;

    DatabaseHealth(SystemDatabase database) {
        this.database = database;
    }

    /** One round trip; false after the pool's connection timeout (2 s unless set otherwise). */
    public boolean isReachable() {
        try {
            return database.transaction(statements -> statements.first("select 1 as one", row -> row.count("one")))
                    .isPresent();
        } catch (RuntimeException failure) {
            LOG.debug("the database cannot be reached", failure);
            return false;
        }
    }
}
