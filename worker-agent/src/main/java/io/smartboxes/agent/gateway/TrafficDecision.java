package io.smartboxes.agent.gateway;

/** May a request enter a sandbox? */
sealed interface TrafficDecision {

    record Allowed() implements TrafficDecision {}

    /** @param rule stable name of the rule that refused, for logs */
    record Refused(String rule, Refusal refusal) implements TrafficDecision {}
}
