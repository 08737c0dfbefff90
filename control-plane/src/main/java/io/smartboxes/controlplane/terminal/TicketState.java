package io.smartboxes.controlplane.terminal;

/**
 * What has become of a ticket.
 *
 * <pre>
 *   WANTED --its worker has it--> GRANTED --used up, closed, expired, revoked--> OVER
 *      \------------------refused-----------------> NOT_HERE, LIMIT_REACHED
 * </pre>
 */
public enum TicketState {
    WANTED,
    GRANTED,
    NOT_HERE,
    LIMIT_REACHED,
    OVER
}
