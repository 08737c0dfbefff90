package io.smartboxes.controlplane.platform.persistence;

import org.jspecify.annotations.Nullable;

/** What is done inside one transaction; an exception rolls it back. */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {

    T in(Statements statements);
}
