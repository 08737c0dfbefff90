package io.smartboxes.controlplane.dispatch;

import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TerminalId;
import io.smartboxes.id.TerminalTicketId;
import io.smartboxes.id.WorkerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ticket for a terminal of which its worker has still to be told something.
 *
 * @param revoked whoever holds it may not any more; else the worker does not have it yet
 * @param holder who that is, for logs
 */
record DueTicket(
        TerminalTicketId id,
        SandboxId sandbox,
        long epoch,
        WorkerId worker,
        TerminalId terminal,
        boolean newTerminal,
        byte[] hash,
        Instant expiresAt,
        boolean revoked,
        Holder holder) {

    /** Text forms; null where it is not of that kind. */
    record Holder(
            @Nullable String user,
            @Nullable String session,
            @Nullable String apiKey) {}
}
