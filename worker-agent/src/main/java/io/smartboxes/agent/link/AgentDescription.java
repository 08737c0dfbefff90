package io.smartboxes.agent.link;

import io.smartboxes.workerlink.Runtime;

/**
 * What this agent says of itself when it connects.
 *
 * @param instance new at every start of the process
 * @param peerAddress host:port where other workers' gateways pass on traffic
 */
public record AgentDescription(String version, String instance, Runtime runtime, String peerAddress) {}
