package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a ticket.
 *
 * @param terminal the terminal to come back to; without one, a new terminal is started
 */
public record NewTerminalTicket(@Nullable String terminal) {}
