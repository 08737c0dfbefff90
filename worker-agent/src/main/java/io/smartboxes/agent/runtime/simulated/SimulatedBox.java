package io.smartboxes.agent.runtime.simulated;

import io.smartboxes.agent.runtime.Box;
import io.smartboxes.agent.runtime.GuestIdentity;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A box of the simulation, and whom it was given to. */
record SimulatedBox(Box box, AtomicReference<@Nullable GuestIdentity> identity) {

    boolean isAlive() {
        return !box.exit().isDone();
    }
}
