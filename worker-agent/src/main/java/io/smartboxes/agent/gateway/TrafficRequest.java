package io.smartboxes.agent.gateway;

/**
 * What a policy may ask about a request before it reaches a sandbox.
 *
 * @param port the client's view: 49983 is the guest's
 * @param target path and query as sent
 */
record TrafficRequest(String sandboxId, int port, String method, String target) {}
