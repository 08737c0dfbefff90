package io.smartboxes.controlplane.platform.persistence;

import io.micronaut.transaction.TransactionOperations;
import io.smartboxes.id.UserId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The user door: inside a transaction the database shows what is one person's own whatever the tenant (their tenants, their
 * sessions), by row-level security, and nothing that belongs to a tenant.
 */
@Singleton
public final class UserDatabase {

    private static final String ENTER = "select set_config('app.user_id', ?, true) as person";

    private final Transactions transactions;

    UserDatabase(@Named("tenant") TransactionOperations<Connection> transactions, Migration migrated) {
        this.transactions = new Transactions(transactions);
    }

    /**
     * Runs the work in one transaction as this person. Never wait for anything but the database in it.
     *
     * @throws DatabaseAwayException if the connection could not be had or was lost
     */
    public <T extends @Nullable Object> T transaction(UserId user, Work<T> work) {
        return transactions.run(statements -> {
            statements.first(ENTER, row -> row.text("person"), user.value().toString());
            return work.in(statements);
        });
    }
}
