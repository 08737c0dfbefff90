package io.smartboxes.api.e2b;

import org.jspecify.annotations.Nullable;

/**
 * A sandbox as its creator gets it (E2B calls this message Sandbox): where it is and the token that opens it.
 *
 * @param clientID the same word for all; E2B's clients demand that it is there
 * @param alias the template's name
 * @param envdVersion version of E2B's guest protocol that the guest speaks
 * @param envdAccessToken what the guest demands in X-Access-Token
 * @param domain where sandboxes are found under names of their own, if they are
 */
public record CreatedSandbox(
        String templateID,
        String sandboxID,
        String clientID,
        String alias,
        String envdVersion,
        @Nullable String envdAccessToken,
        @Nullable String domain) {

    @Override
    public String toString() {
        return "CreatedSandbox[" + sandboxID + "]";
    }
}
