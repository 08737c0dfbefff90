package io.smartboxes.agent.terminal;

import io.smartboxes.id.SandboxId;

/**
 * What the control plane says of a ticket.
 *
 * @param epoch of the lease under which it was given out
 * @param hash SHA-256 of its text, in lower-case hex
 * @param isNewTerminal whether the terminal is to be started, rather than come back to
 * @param timeToLiveMillis from receipt
 * @param holder whose it is, for logs
 */
public record TicketGrant(
        String id,
        SandboxId sandbox,
        long epoch,
        String hash,
        String terminal,
        boolean isNewTerminal,
        long timeToLiveMillis,
        String holder) {}
