package io.smartboxes.controlplane.platform.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs hand-written SQL inside one transaction. Parameters are positional: text, numbers, booleans, UUIDs (or a
 * collection of them, as {@code uuid[]}), {@code long[]}, instants, bytes, null. JSON is text with {@code ?::jsonb} in the statement.
 */
public final class Statements {

    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** Every row, mapped. The statement carries its own limit. */
    public <T> List<T> list(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
        return run(sql, parameters, statement -> {
            var found = new ArrayList<T>();
            try (var results = statement.executeQuery()) {
                var row = new Row(results);
                while (results.next()) {
                    found.add(mapper.apply(row));
                }
            }
            return List.copyOf(found);
        });
    }

    /** The first row, mapped, if there is one. */
    public <T> Optional<T> first(String sql, Function<Row, T> mapper, @Nullable Object... parameters) {
        return list(sql, mapper, parameters).stream().findFirst();
    }

    /** How many rows were written. */
    public int update(String sql, @Nullable Object... parameters) {
        return run(sql, parameters, PreparedStatement::executeUpdate);
    }

    private <T> T run(String sql, @Nullable Object[] parameters, Execution<T> execution) {
        try (var statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                bind(statement, index + 1, parameters[index]);
            }
            return execution.of(statement);
        } catch (SQLException failure) {
            throw new DatabaseException(failure);
        }
    }

    private void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(position, Types.NULL);
            case Instant instant -> statement.setObject(position, instant.atOffset(ZoneOffset.UTC));
            case byte[] bytes -> statement.setBytes(position, bytes);
            case long[] numbers ->
                statement.setArray(
                        position,
                        connection.createArrayOf(
                                "int8", Arrays.stream(numbers).boxed().toArray()));
            case Collection<?> ids ->
                statement.setArray(position, connection.createArrayOf("uuid", ids.toArray(UUID[]::new)));
            default -> statement.setObject(position, value);
        }
    }

    private interface Execution<T> {
        T of(PreparedStatement statement) throws SQLException;
    }
}
