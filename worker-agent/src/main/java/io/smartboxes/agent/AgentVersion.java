package io.smartboxes.agent;

/** The agent's version, for people and for compatibility rules. */
final class AgentVersion {

    static final String VALUE = "0.1.0";

    private AgentVersion() {}
}
