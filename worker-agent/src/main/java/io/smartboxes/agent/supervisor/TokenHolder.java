package io.smartboxes.agent.supervisor;

/**
 * Somebody whom the control plane lets into a sandbox.
 *
 * @param id their name, for logs
 * @param token what they show to the gateway; a secret
 */
public record TokenHolder(String id, String token) {

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "TokenHolder[" + id + "]";
    }
}
