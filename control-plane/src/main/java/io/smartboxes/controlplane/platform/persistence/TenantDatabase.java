package io.smartboxes.controlplane.platform.persistence;

import io.micronaut.transaction.TransactionOperations;
import io.smartboxes.id.TenantId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The tenant door: inside a transaction the database shows and accepts the rows of one tenant only, by row-level
 * security, whatever the statement says.
 */
@Singleton
public final class TenantDatabase {

    static final String ENTER = "select set_config('app.tenant_id', ?, true) as tenant";

    private final Transactions transactions;

    TenantDatabase(@Named("tenant") TransactionOperations<Connection> transactions, Migration migrated) {
        this.transactions = new Transactions(transactions);
    }

    /**
     * Runs the work in one transaction as this tenant. Never wait for anything but the database in it.
     *
     * @throws DatabaseAwayException if the connection could not be had or was lost
     */
    public <T extends @Nullable Object> T transaction(TenantId tenant, Work<T> work) {
        return transactions.run(statements -> {
            statements.first(ENTER, row -> row.text("tenant"), tenant.value().toString());
            return work.in(statements);
        });
    }
}
