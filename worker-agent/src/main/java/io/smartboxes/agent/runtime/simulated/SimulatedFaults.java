package io.smartboxes.agent.runtime.simulated;

import io.smartboxes.agent.runtime.RuntimeFailureException;
import io.smartboxes.agent.runtime.RuntimeFailureException.Code;
import io.smartboxes.agent.runtime.RuntimeId;

/**
 * Decides which operations of the simulation fail. Called before each; failing is throwing, for which {@link #fail} is there.
 */
@FunctionalInterface
public interface SimulatedFaults {

    /** The operations that can fail. */
    enum Operation {
        BOOT,
        ASSIGN,
        DESTROY
    }

    /** Nothing fails. */
    SimulatedFaults NONE = (operation, id) -> {};

    /** Throws if this operation on this box is to fail. */
    void before(Operation operation, RuntimeId id);

    /** Fails the operation with the code that a real runtime would use for it. */
    static void fail(Operation operation, RuntimeId id) {
        Code code = switch (operation) {
            case BOOT -> Code.BOOT_FAILED;
            case ASSIGN -> Code.ASSIGN_FAILED;
            case DESTROY -> Code.DESTROY_FAILED;
        };
        throw new RuntimeFailureException(code, "Simulated: " + operation + " of box " + id + " failed");
    }
}
