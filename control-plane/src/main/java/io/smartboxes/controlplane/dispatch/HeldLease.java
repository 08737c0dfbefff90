package io.smartboxes.controlplane.dispatch;

import io.smartboxes.id.SandboxId;

/** A sandbox that a worker says it holds, and under which lease. */
record HeldLease(SandboxId sandbox, long epoch) {}
