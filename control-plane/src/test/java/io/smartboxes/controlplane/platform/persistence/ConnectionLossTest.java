package io.smartboxes.controlplane.platform.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

class ConnectionLossTest {

    @ParameterizedTest
    @CsvSource({
        "08000, connection_exception",
        "08001, the driver could not connect",
        "08003, the driver was asked to use a closed connection",
        "08006, an I/O error or a socket timeout on the way",
        "08007, transaction_resolution_unknown",
        "08P01, protocol_violation",
        "57P01, admin_shutdown",
        "57P02, crash_shutdown",
        "57P03, cannot_connect_now: starting up or recovering",
        "53100, disk_full",
        "53200, out_of_memory",
        "53300, too_many_connections",
    })
    void knowsThatTheDatabaseIsAwayByItsState(String state, String meaning) {
        assertThat(ConnectionLoss.isBehind(new SQLException(meaning, state))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "23505, unique_violation",
        "22001, string_data_right_truncation",
        "40001, serialization_failure",
        "40P01, deadlock_detected",
        "42501, insufficient_privilege",
        "42601, syntax_error",
        "57014, query_canceled",
    })
    void leavesEveryOtherRefusalAlone(String state, String meaning) {
        assertThat(ConnectionLoss.isBehind(new SQLException(meaning, state))).isFalse();
    }

    @Test
    void knowsWhatThePoolSaysWithoutAState() {
        assertThat(ConnectionLoss.isBehind(new SQLException("Connection is closed")))
                .isTrue();
    }

    @Test
    void knowsThatThePoolWaitedInVainWhateverTheLastAttemptMet() {
        var refused = new SQLTransientConnectionException("not available, request timed out after 2001ms", "55000");

        assertThat(ConnectionLoss.isBehind(refused)).isTrue();
    }

    @Test
    void looksThroughWhateverWrapsIt() {
        var lost = new PSQLException("An I/O error occurred", PSQLState.CONNECTION_FAILURE);

        assertThat(ConnectionLoss.isBehind(new IllegalStateException(new DatabaseException(lost))))
                .isTrue();
        assertThat(ConnectionLoss.isBehind(new IllegalStateException("another bug")))
                .isFalse();
    }
}
