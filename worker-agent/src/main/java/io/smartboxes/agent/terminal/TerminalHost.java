package io.smartboxes.agent.terminal;

import io.smartboxes.id.SandboxId;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What terminals must know about the sandboxes of this worker. */
public interface TerminalHost {

    /** The sandbox as it runs now; empty when it is starting, ending, elsewhere or unknown. Does not block. */
    Optional<Place> find(SandboxId id);

    /**
     * A running sandbox.
     *
     * @param runtimeId of the boot that runs it
     * @param accessToken what its guest demands; empty until the control plane has been heard
     */
    record Place(long epoch, String runtimeId, InetSocketAddress guest, String accessToken) {

        /** Leaves the access token out. */
        @Override
        public String toString() {
            return "Place[" + runtimeId + ", epoch " + epoch + "]";
        }
    }
}
