package io.smartboxes.console.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The installation's PostgreSQL, for what would take customers months to bring about. */
record Database(Installation installation) {

    private static final String ADMINISTRATOR = "smartboxes_admin";

    /** @param parameter stands for the statement's question mark */
    void run(String statement, String parameter) {
        try (var connection = DriverManager.getConnection(installation.postgresql(), ADMINISTRATOR, password());
                var prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, parameter);
            prepared.execute();
        } catch (SQLException refused) {
            throw new AssertionError(refused);
        }
    }

    private String password() {
        try {
            return Files.readString(installation.state().resolve("secrets/postgresql-admin"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
