package io.smartboxes.controlplane.dispatch;

import io.smartboxes.controlplane.sandbox.EndCause;
import io.smartboxes.controlplane.sandbox.SandboxState;
import io.smartboxes.controlplane.sandbox.WantedState;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What reports and verdicts look at: the lease of a sandbox and how far it has come.
 *
 * @param worker null while no worker has it
 * @param epoch of the lease, or of the last one there was; 0 before the first
 * @param wantedCause why its end is wanted; null while it is not
 */
record SeenSandbox(
        TenantId tenant,
        SandboxId id,
        @Nullable WorkerId worker,
        long epoch,
        WantedState wanted,
        @Nullable EndCause wantedCause,
        SandboxState seen,
        long seenEndRevision,
        Instant createdAt) {

    /** Whether this lease is the sandbox's present one. */
    boolean isLeasedTo(WorkerId other, long otherEpoch) {
        return other.equals(worker) && epoch == otherEpoch;
    }

    SeenSandbox in(SandboxState next) {
        WorkerId keeper = next == SandboxState.PENDING ? null : worker;
        return new SeenSandbox(tenant, id, keeper, epoch, wanted, wantedCause, next, seenEndRevision, createdAt);
    }

    SeenSandbox withSeenEndRevision(long revision) {
        return new SeenSandbox(tenant, id, worker, epoch, wanted, wantedCause, seen, revision, createdAt);
    }
}
