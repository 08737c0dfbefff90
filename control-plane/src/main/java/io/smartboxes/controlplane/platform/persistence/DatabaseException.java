package io.smartboxes.controlplane.platform.persistence;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** A statement failed. Constraints are named in the migrations, so that a caller can tell which rule was broken. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String constraint;

    DatabaseException(SQLException cause) {
        super(Objects.toString(cause.getMessage(), "a statement failed"), cause);
        this.constraint = constraintIn(cause);
    }

    /** Whether it was this constraint that refused the statement. */
    public boolean violates(String name) {
        return name.equals(constraint);
    }

    private static @Nullable String constraintIn(SQLException cause) {
        if (cause instanceof PSQLException known && known.getServerErrorMessage() != null) {
            return known.getServerErrorMessage().getConstraint();
        }
        return null;
    }
}
