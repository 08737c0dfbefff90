package io.smartboxes.agent.gateway;

import io.smartboxes.agent.terminal.Terminals;
import java.util.Set;

/**
 * What the exchanges of one listener share.
 *
 * @param mayPassOn true for clients; false for other workers' gateways, so that nothing is passed on twice
 * @param exchanges under way now
 */
record Listener(GatewaySettings settings, boolean mayPassOn, Set<Exchange> exchanges, Terminals terminals) {}
