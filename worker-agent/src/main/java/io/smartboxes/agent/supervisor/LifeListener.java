package io.smartboxes.agent.supervisor;

import io.smartboxes.id.SandboxId;
import java.util.Optional;

/** Hears what becomes of sandboxes that run here. Must not throw. */
public interface LifeListener {

    /** Hears nothing. */
    LifeListener NONE = new LifeListener() {
        @Override
        public void runs(SandboxId id, long epoch, boolean isNew) {}

        @Override
        public void ending(SandboxId id, long epoch, Optional<RunningSandbox> last, CauseOfDeath cause) {}
    };

    /** A sandbox runs: it was started now, or under an earlier agent. */
    void runs(SandboxId id, long epoch, boolean isNew);

    /**
     * A sandbox that ran is about to be taken off the host; that waits for the listener.
     *
     * @param last as it was, unless its box has gone by itself
     */
    void ending(SandboxId id, long epoch, Optional<RunningSandbox> last, CauseOfDeath cause);
}
