package io.smartboxes.controlplane.audit;

import io.smartboxes.api.v1.AuditEvent.Change;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was done, to what, and what is otherwise since then. Never a secret, and nobody's name or address: the log outlives
 * accounts.
 *
 * @param target its id in the text form
 */
public record AuditEntry(AuditAction action, @Nullable String target, Map<String, Change> difference) {

    public AuditEntry {
        difference = Map.copyOf(difference);
    }

    public static AuditEntry of(AuditAction action, Object target) {
        return new AuditEntry(action, target.toString(), Map.of());
    }

    /** Something has this value that had none. */
    public AuditEntry set(String name, Object after) {
        return changed(name, null, after);
    }

    /** Something had one value and has another, or none; nothing, if they are the same. */
    public AuditEntry changed(String name, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return this;
        }
        var more = new TreeMap<>(difference);
        more.put(name, new Change(text(before), text(after)));
        return new AuditEntry(action, target, more);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
