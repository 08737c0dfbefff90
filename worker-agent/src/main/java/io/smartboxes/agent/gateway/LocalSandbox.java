package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import java.util.OptionalInt;

/**
 * A sandbox running on this worker, as the gateway reaches it.
 *
 * @param runtimeId of the boot that runs it now; connections are never shared between two of them
 * @param accessToken what the guest demands; known to nobody outside. Empty after a restart of the agent until the control
 *     plane has been heard
 * @param holders who may enter, each with a token of their own
 * @param address IP address at which the worker dials servers in the sandbox
 * @param guestPort where the guest listens at that address: 49983 in a real sandbox, any port in a simulated one
 * @param relayPort where the guest relays, at that address, to servers that listen on the sandbox's loopback only
 */
public record LocalSandbox(
        SandboxId id,
        String runtimeId,
        String accessToken,
        Holders holders,
        String address,
        int guestPort,
        OptionalInt relayPort) {

    public LocalSandbox {
        if (runtimeId.isBlank() || address.isBlank()) {
            throw new IllegalArgumentException("A local sandbox has a runtime id and an address");
        }
        if (guestPort < 1 || guestPort > 65_535) {
            throw new IllegalArgumentException("A guest's port is between 1 and 65535, not " + guestPort);
        }
    }

    /** Leaves the tokens out. */
    @Override
    public String toString() {
        return "LocalSandbox[id=" + id + ", runtimeId=" + runtimeId + ", address=" + address + ", guestPort="
                + guestPort + ", relayPort=" + relayPort + "]";
    }
}
