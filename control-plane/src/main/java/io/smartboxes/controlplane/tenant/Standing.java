package io.smartboxes.controlplane.tenant;

import io.smartboxes.api.v1.TenantStanding;
import io.smartboxes.controlplane.platform.persistence.Row;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant may still do.
 *
 * @param suspension the step of the ladder that it stands on
 * @param cause why, for its members to read
 * @param terminateAt on the last step, when all that runs ends
 * @param deleteAt when it is gone, if its owner wants that
 */
public record Standing(
        @Nullable Suspension suspension,
        @Nullable String cause,
        @Nullable Instant terminateAt,
        @Nullable Instant deleteAt) {

    /** Nothing is wrong. */
    public static final Standing GOOD = new Standing(null, null, null, null);

    static final String COLUMNS = "suspension, suspension_cause, terminate_at, delete_at";

    private static final String APPEAL =
            "Write to whoever runs this service; once it is settled, everything goes on as before.";

    static Standing of(Row row) {
        var step = row.textOrNull("suspension");
        return new Standing(
                step == null ? null : Suspension.of(step),
                row.textOrNull("suspension_cause"),
                row.instantOrNull("terminate_at"),
                row.instantOrNull("delete_at"));
    }

    /** As the public API shows it; nothing, when all is well. */
    Optional<TenantStanding> shown() {
        if (deleteAt != null) {
            return Optional.of(new TenantStanding(
                    "closing",
                    "An owner is deleting this tenant: its sandboxes have ended, and new ones cannot be made.",
                    "An owner can restore it until then.",
                    deleteAt));
        }
        if (suspension == null) {
            return Optional.empty();
        }
        return Optional.of(
                new TenantStanding(suspension.code(), cause + " " + suspension.effect(), APPEAL, terminateAt));
    }
}
