package io.smartboxes.controlplane.sandbox;

import io.smartboxes.api.v1.Sandbox;
import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import java.time.Instant;

/** Says what sandboxes cost; whoever keeps the books plugs in. */
public interface SandboxCosts {

    /** Of one sandbox, so far. */
    Sandbox.Cost of(TenantId tenant, SandboxId sandbox, Instant createdAt);
}
