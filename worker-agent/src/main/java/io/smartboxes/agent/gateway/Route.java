package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the worker found out about an address. */
sealed interface Route {

    /**
     * Dial this.
     *
     * @param sandboxId for logs and error bodies
     * @param port the client's view of it
     * @param stillThere asked once more after the request is registered, so that a sandbox ending meanwhile is noticed
     * @param pass what the request becomes before it enters a guest of this worker; null where it goes on as it is
     */
    record To(Upstream.Target target, String sandboxId, int port, BooleanSupplier stillThere, Entry.@Nullable Pass pass)
            implements Route {}

    /** Open a terminal of this sandbox, which is here. */
    record Terminal(SandboxId sandbox) implements Route {}

    /**
     * Answer this.
     *
     * @param isNotHere the sandbox does not run on this worker, which a passing gateway wants to know
     */
    record Refuse(Refusal refusal, boolean isNotHere) implements Route {}
}
