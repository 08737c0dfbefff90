package io.smartboxes.agent.log;

import io.smartboxes.id.SandboxId;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What logs must know about the sandboxes of this worker. */
public interface LogHost {

    /** The sandbox as it runs now; empty when it is starting, ending, elsewhere or unknown. Does not block. */
    Optional<Place> find(SandboxId id);

    /** Whether the sandbox is still on this worker, whatever its state: then its log is not old. */
    boolean isHeld(SandboxId id);

    /**
     * A running sandbox.
     *
     * @param accessToken what its guest demands; empty until the control plane has been heard
     */
    record Place(long epoch, InetSocketAddress guest, String accessToken) {

        /** Leaves the access token out. */
        @Override
        public String toString() {
            return "Place[" + guest + ", epoch " + epoch + "]";
        }
    }
}
