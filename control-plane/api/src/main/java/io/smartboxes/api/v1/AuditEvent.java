package io.smartboxes.api.v1;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who did what to what, or was refused it.
 *
 * @param action what was done or asked for, as {@code api_key.create}
 * @param target id of what it was done to
 * @param outcome done or refused
 * @param code of the refusal
 * @param repeats how often it happened within the minute that began at {@code at}; changes are never folded
 * @param address where the request came from
 * @param difference what is otherwise than before, by name
 */
public record AuditEvent(
        String id,
        Instant at,
        Who actor,
        String action,
        @Nullable String target,
        String outcome,
        @Nullable String code,
        int repeats,
        @Nullable String address,
        @Nullable String requestId,
        Map<String, Change> difference) {

    public AuditEvent {
        difference = Map.copyOf(difference);
    }

    /**
     * Who it was.
     *
     * @param kind user, api_key, staff or system
     * @param id absent for the system
     * @param name as the tenant knows it today; absent for those who have left
     */
    public record Who(
            String kind, @Nullable String id, @Nullable String name) {}

    /** One value before and after; an absent one was or is not there. */
    public record Change(@Nullable String before, @Nullable String after) {}
}
