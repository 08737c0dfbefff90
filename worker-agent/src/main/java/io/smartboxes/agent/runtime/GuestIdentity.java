package io.smartboxes.agent.runtime;

import java.util.Map;

/**
 * What turns an anonymous warm box into one tenant's sandbox; it reaches the guest only through its {@code /init} call, never
 * through the box's specification.
 *
 * @param sandboxId the sandbox's public id; also the host name inside
 * @param templateId the template's public id
 * @param accessToken what callers must show to the guest; a secret
 * @param environment variables for every process in the sandbox; may hold secrets
 * @param defaultUser the Unix user that commands run as when the caller names none
 */
public record GuestIdentity(
        String sandboxId, String templateId, String accessToken, Map<String, String> environment, String defaultUser) {

    public GuestIdentity {
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return "GuestIdentity[" + sandboxId + ", template " + templateId + ", " + environment.size() + " variables]";
    }
}
