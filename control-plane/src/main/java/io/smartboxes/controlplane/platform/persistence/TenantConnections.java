package io.smartboxes.controlplane.platform.persistence;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import io.smartboxes.id.TenantId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tenant door for libraries that bring their own SQL: each connection is good for one transaction as one tenant. */
@Singleton
public final class TenantConnections {

    private final DataSource pool;

    TenantConnections(@Named("tenant") DataSource pool, Migration migrated) {
        this.pool = DelegatingDataSource.unwrapDataSource(pool);
    }

    /** Connections that see the rows of this tenant only, until they commit or roll back. */
    public DataSource of(TenantId tenant) {
        return new OneTenant(pool, tenant.value().toString());
    }

    private record OneTenant(DataSource pool, String tenant) implements DataSource {

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = pool.getConnection();
            try {
                connection.setAutoCommit(false);
                try (var enter = connection.prepareStatement(TenantDatabase.ENTER)) {
                    enter.setString(1, tenant);
                    boolean unused = enter.execute();
                }
                return connection;
            } catch (SQLException failure) {
                connection.close();
                throw failure;
            }
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the pool has its own credentials");
        }

        @Override
        public @Nullable PrintWriter getLogWriter() throws SQLException {
            return pool.getLogWriter();
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter writer) throws SQLException {
            throw new SQLFeatureNotSupportedException("the pool has its own log");
        }

        @Override
        public void setLoginTimeout(int seconds) throws SQLException {
            throw new SQLFeatureNotSupportedException("the pool has its own time limits");
        }

        @Override
        public int getLoginTimeout() throws SQLException {
            return pool.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("there is none");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException("what is behind it knows no tenant");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
