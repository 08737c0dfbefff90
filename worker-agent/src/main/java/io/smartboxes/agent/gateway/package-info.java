/**
 * Traffic into sandboxes: one listener for clients, one for other workers' gateways.
 *
 * <p>Every <em>request</em> is routed by itself, never its connection, because one client keeps one connection for all of
 * its sandboxes: {@link io.smartboxes.agent.gateway.Addressing} reads whom it is for,
 * {@link io.smartboxes.agent.gateway.Router} finds who serves that, {@link io.smartboxes.agent.gateway.TrafficPolicy}
 * decides, {@link io.smartboxes.agent.gateway.Doorkeeper} swaps tokens, {@link io.smartboxes.agent.gateway.Passage} carries. A leaf of the agent: it knows the sandboxes through
 * {@link io.smartboxes.agent.gateway.SandboxDirectory} alone and never changes one.
 *
 * <p>Deliberately absent: a buffer for a whole body, and a retry of anything that may have had an effect.
 *
 * <p>Why not vertx-http-proxy (5.0.5), read and turned down: its WebSocket relay writes without ever pausing the sender, so
 * a slow reader grows the heap; it answers HTTP/1.0 clients from a buffer of the whole body; it drops "100 Continue" and
 * trailers; it replaces a refused upgrade's body; and it leaves a finished answer's request running. What is left of it is
 * a pipe, which {@link io.smartboxes.agent.gateway.Pump} is.
 *
 * <p>TLS and HTTP/2 on a wildcard domain will be settings of the clients' listener
 * ({@link io.smartboxes.agent.gateway.Listeners}); everything behind it works per request and stream already.
 */
@NullMarked
package io.smartboxes.agent.gateway;

import org.jspecify.annotations.NullMarked;
