package io.smartboxes.controlplane.platform.persistence;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of a result, read by column name. The plain readers are for columns that are never null. */
public final class Row {

    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public UUID uuid(String column) {
        return present(column, uuidOrNull(column));
    }

    public @Nullable UUID uuidOrNull(String column) {
        return read(() -> results.getObject(column, UUID.class));
    }

    public String text(String column) {
        return present(column, textOrNull(column));
    }

    public @Nullable String textOrNull(String column) {
        return read(() -> results.getString(column));
    }

    public long number(String column) {
        return present(column, numberOrNull(column));
    }

    /** Of any integer type: the driver's typed reader would take bigint alone. */
    public @Nullable Long numberOrNull(String column) {
        return read(() -> {
            long value = results.getLong(column);
            return results.wasNull() ? null : value;
        });
    }

    public BigDecimal decimal(String column) {
        return present(column, read(() -> results.getBigDecimal(column)));
    }

    public int count(String column) {
        return Math.toIntExact(number(column));
    }

    public boolean flag(String column) {
        return present(column, read(() -> results.getObject(column, Boolean.class)));
    }

    public Instant instant(String column) {
        return present(column, instantOrNull(column));
    }

    public @Nullable Instant instantOrNull(String column) {
        OffsetDateTime value = read(() -> results.getObject(column, OffsetDateTime.class));
        return value == null ? null : value.toInstant();
    }

    public byte[] bytes(String column) {
        return present(column, bytesOrNull(column));
    }

    public byte @Nullable [] bytesOrNull(String column) {
        return read(() -> results.getBytes(column));
    }

    public List<UUID> uuids(String column) {
        return List.of(
                (UUID[]) present(column, read(() -> results.getArray(column).getArray())));
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    private static <T extends @Nullable Object> T read(Reading<T> reading) {
        try {
            return reading.get();
        } catch (SQLException failure) {
            throw new DatabaseException(failure);
        }
    }

    private interface Reading<T extends @Nullable Object> {
        T get() throws SQLException;
    }
}
