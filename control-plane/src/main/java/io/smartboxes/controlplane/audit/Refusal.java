package io.smartboxes.controlplane.audit;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A caller was refused something, once or several times within a minute.
 *
 * @param target what it was about, if it was the same each time
 * @param origin of the first
 * @param at when the first was
 */
record Refusal(
        Kind kind, Instant at, Origin origin, @Nullable String target, int repeats) {

    /**
     * What makes refusals alike, so that they are counted and not listed.
     *
     * @param owner null for what was refused to staff: it concerns those who run the installation, and nobody else reads it
     */
    record Kind(@Nullable Owner owner, Instant minute, AuditActor actor, String action, String code) {}

    Refusal and(Refusal later) {
        String same = Objects.equals(target, later.target) ? target : null;
        return new Refusal(kind, at, origin, same, repeats + later.repeats);
    }
}
