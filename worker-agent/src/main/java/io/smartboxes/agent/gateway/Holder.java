package io.smartboxes.agent.gateway;

/**
 * Somebody whom the control plane lets into a sandbox.
 *
 * @param id their name, for logs and to tell them apart
 * @param token what they show in X-Access-Token, and sign file URLs with
 */
public record Holder(String id, String token) {

    public Holder {
        // Anybody could sign with an empty one.
        if (id.isEmpty() || token.isEmpty()) {
            throw new IllegalArgumentException("A holder has a name and a token");
        }
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "Holder[" + id + "]";
    }
}
