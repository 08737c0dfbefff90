package io.smartboxes.controlplane.platform.persistence;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** The system door: rows of every tenant, by policies granted to its role. The architecture test lists who may use it, and why. */
@Singleton
public final class SystemDatabase {

    private final Transactions transactions;

    SystemDatabase(@Named("system") TransactionOperations<Connection> transactions, Migration migrated) {
        this.transactions = new Transactions(transactions);
    }

    /**
     * Runs the work in one transaction. Never wait for anything but the database in it.
     *
     * @throws DatabaseAwayException if the connection could not be had or was lost
     */
    public <T extends @Nullable Object> T transaction(Work<T> work) {
        return transactions.run(work);
    }
}
