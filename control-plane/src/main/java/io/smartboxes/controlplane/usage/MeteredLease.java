package io.smartboxes.controlplane.usage;

import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane knows of a sandbox that a worker tells the use of, and of the ledger's rows beside the told stretch.
 *
 * @param previousTo where the stretch with the next lower sequence ends
 * @param nextFrom where the one with the next higher sequence begins
 * @param repeated whether the ledger has a stretch with this sequence
 */
record MeteredLease(
        TenantId tenant,
        SandboxId sandbox,
        @Nullable WorkerId worker,
        long epoch,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        int vcpus,
        long memoryMib,
        long diskMib,
        @Nullable UUID apiKey,
        @Nullable UUID user,
        UUID template,
        @Nullable Instant previousTo,
        @Nullable Instant nextFrom,
        boolean repeated) {}
