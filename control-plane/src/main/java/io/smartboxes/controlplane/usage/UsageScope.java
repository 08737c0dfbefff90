package io.smartboxes.controlplane.usage;

import io.smartboxes.id.ApiKeyId;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Of which usage something is asked; null is all.
 *
 * @param from a full hour (UTC)
 * @param to the full hour before which it ends
 */
record UsageScope(
        Instant from,
        Instant to,
        @Nullable ApiKeyId apiKey,
        @Nullable TemplateId template,
        @Nullable SandboxId sandbox) {

    UsageScope {
        if (!from.equals(from.truncatedTo(ChronoUnit.HOURS)) || !to.equals(to.truncatedTo(ChronoUnit.HOURS))) {
            throw new IllegalArgumentException("Usage is kept by full hours");
        }
    }
}
