package io.smartboxes.controlplane.sandbox;

import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TemplateId;
import io.smartboxes.id.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox as the database has it, as far as callers are concerned; the lease is the business of dispatch.
 *
 * @param startBy until when its creation may take
 * @param startedAt when it first ran, if it ever did
 * @param wantedEndAt when callers want it to end by itself
 * @param wantedEndRevision grows with each change of that
 * @param seenEndRevision the newest change that its worker has
 * @param epoch of its lease; 0 before the first
 * @param creator who made it, if that was written down
 * @param reason why it ended or its end is wanted, or, while it is pending, why it is still waiting; a code of
 *     {@link EndCause}
 * @param message the same for people
 */
public record Sandbox(
        TenantId tenantId,
        SandboxId id,
        TemplateId templateId,
        String templateName,
        int vcpus,
        long memoryMib,
        long diskMib,
        Map<String, String> metadata,
        WantedState wanted,
        SandboxState seen,
        Instant createdAt,
        Instant startBy,
        @Nullable Instant startedAt,
        Instant wantedEndAt,
        long wantedEndRevision,
        long seenEndRevision,
        long epoch,
        @Nullable Holder creator,
        @Nullable String reason,
        @Nullable String message) {

    /** Of sandboxes whose create had given up, or whose caller was gone, before they were handed over. */
    private static final Set<String> UNTOLD = Set.of(EndCause.START_TIMEOUT.code(), EndCause.CALLER_GONE.code());

    public Sandbox {
        metadata = Map.copyOf(metadata);
    }

    /** Whether callers can see it: it runs, and nobody has asked for its end. */
    public boolean isVisible() {
        return wanted == WantedState.RUNNING && seen == SandboxState.RUNNING;
    }

    /** Whether it never ran, or nobody was told that it did, and never will: a create that failed. */
    boolean isStillborn() {
        boolean told = startedAt != null && (reason == null || !UNTOLD.contains(reason));
        return !told && (seen.isFinal() || wanted == WantedState.TERMINATED);
    }
}
