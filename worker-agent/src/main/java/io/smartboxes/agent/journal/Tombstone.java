package io.smartboxes.agent.journal;

import io.smartboxes.id.SandboxId;

/**
 * A sandbox that ended here: nothing of it runs, and no Start of this epoch or an older one will run again.
 *
 * @param epoch the newest that ended here
 * @param runtimeId of its last box; empty when it never had one
 * @param cause stable code
 * @param message the same for people
 * @param livedMillis from started until the end, monotonic
 */
public record Tombstone(SandboxId id, long epoch, String runtimeId, String cause, String message, long livedMillis) {}
