package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.sandbox.Holder;
import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.controlplane.sandbox.WantedState;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A leased sandbox whose worker has still to be told something.
 *
 * @param creator who made it, if that was written down
 * @param environment sealed; null once it has started
 */
record Unsettled(
        TenantId tenant,
        SandboxId id,
        WorkerId worker,
        long epoch,
        WantedState wanted,
        @Nullable String wantedCause,
        SandboxState seen,
        Instant wantedEndAt,
        long wantedEndRevision,
        TemplateId template,
        String templateName,
        @Nullable String templateBuild,
        byte @Nullable [] environment,
        @Nullable String requestId,
        @Nullable Holder creator,
        Instant createdAt) {

    /** What is to be said, and how often it was due before does not matter: workers take each command many times. */
    enum Command {
        START,
        STOP,
        SET_DEADLINE
    }

    /** An end is wanted more than a start or a deadline. */
    Command due() {
        if (wanted == WantedState.TERMINATED) {
            return Command.STOP;
        }
        return seen == SandboxState.STARTING ? Command.START : Command.SET_DEADLINE;
    }
}
