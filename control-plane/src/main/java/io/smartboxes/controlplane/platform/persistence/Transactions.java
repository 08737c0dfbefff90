package io.smartboxes.controlplane.platform.persistence;

import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction of one door. The one place that knows how far a transaction came when its connection was lost:
 * the framework's own cleanup fails on a dead connection too, and that failure hides the first.
 */
final class Transactions {

    /** How long a starting replica waits for its first connection: longer than any later one may take, on a busy host. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(30);

    private final TransactionOperations<Connection> door;

    /** @throws DatabaseAwayException if there is no connection to be had, after half a minute */
    Transactions(TransactionOperations<Connection> door) {
        this.door = door;
        awaitFirst();
    }

    /** The schema has just been migrated, so the database is there; a request may wait for it for moments only. */
    private void awaitFirst() {
        long giveUp = System.nanoTime() + FIRST_PATIENCE.toNanos();
        while (true) {
            try {
                run(statements -> true);
                return;
            } catch (DatabaseAwayException slow) {
                if (System.nanoTime() - giveUp > 0) {
                    throw slow;
                }
            }
        }
    }

    /**
     * Runs it, commits and gives its result.
     *
     * @throws DatabaseAwayException if the connection could not be had or was lost
     */
    <T extends @Nullable Object> T run(Work<T> work) {
        var progress = new Progress();
        try {
            return door.executeWrite(status -> progress.follow(work, new Statements(status.getConnection())));
        } catch (RuntimeException failure) {
            throw progress.meaningOf(failure);
        }
    }

    private static final class Progress {

        private boolean workDone;
        private @Nullable RuntimeException workFailure;

        private <T extends @Nullable Object> T follow(Work<T> work, Statements statements) {
            try {
                T result = work.in(statements);
                workDone = true;
                return result;
            } catch (RuntimeException failure) {
                workFailure = failure;
                throw failure;
            }
        }

        private RuntimeException meaningOf(RuntimeException thrown) {
            RuntimeException first = workFailure == null ? thrown : workFailure;
            if (first instanceof DatabaseAwayException || !ConnectionLoss.isBehind(first)) {
                return first;
            }
            return new DatabaseAwayException(workDone, first);
        }
    }
}
