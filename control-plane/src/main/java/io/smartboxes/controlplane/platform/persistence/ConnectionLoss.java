package io.smartboxes.controlplane.platform.persistence;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells a connection that could not be had or was lost from a statement that the database refused. */
final class ConnectionLoss {

    private ConnectionLoss() {}

    /** Whether it is the reason of this failure, or of what caused it. */
    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isLoss(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLoss(SQLException failure) {
        // The pool waited in vain, whatever the last attempt to connect met.
        if (failure instanceof SQLTransientConnectionException) {
            return true;
        }
        String state = failure.getSQLState();
        // The server and the driver always give a state; the pool gives none when it has closed a broken connection.
        return state == null || isLoss(state);
    }

    /** By classes of SQLSTATE, appendix A of PostgreSQL's manual. */
    private static boolean isLoss(String state) {
        return state.startsWith("08") // connection exception
                || state.startsWith("57P") // operator intervention: shut down, crashed, starting up
                || state.startsWith("53"); // insufficient resources: no connection, memory or disk left
    }
}
