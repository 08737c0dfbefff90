package io.smartboxes.agent.gateway;

import io.smartboxes.id.SandboxId;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What the gateway must know about sandboxes; the agent answers from memory.
 *
 * <p>The first two methods are called on event loops, for every request: they must not block. From the moment a sandbox
 * is being ended (a stop was received, its deadline passed, its guest died) it is in neither of them, and the agent calls
 * {@code Gateway.sandboxEnded(runtimeId)} right after that, so that nothing new gets in and what is open ends.
 */
public interface SandboxDirectory {

    /** The sandbox as it runs on this worker now; empty when it is starting, ending, elsewhere or unknown. */
    Optional<LocalSandbox> find(SandboxId id);

    /** Every sandbox that {@link #find} would find, in no order; a signed file URL names none and is matched against all. */
    Collection<LocalSandbox> running();

    /**
     * Asks the control plane which worker has a sandbox that {@link #find} does not. Never blocks, and completes within
     * seconds: silence is {@link SandboxLocation.Unknown}. The gateway caches the answer for a moment.
     */
    CompletionStage<SandboxLocation> locate(SandboxId id);

    /**
     * Asks the control plane who may enter these sandboxes. Once it completes, {@link #find} tells; fails, within seconds, when
     * there was no answer. Never blocks.
     */
    CompletionStage<Void> refresh(Collection<SandboxId> ids);
}
