package io.smartboxes.agent.runtime;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An isolation technology on this host. Every method may be called from any thread; calls about different boxes run in
 * parallel, calls about the same box one after the other.
 *
 * <pre>
 *   boot --> warm, unassigned --assign--> a sandbox's --destroy--> nothing left
 *                 \______________________destroy________________/
 * </pre>
 *
 * <p>A box survives the death of the process that booted it: {@link #adopt} takes it back.
 */
public interface SandboxRuntime extends AutoCloseable {

    /** What this host lacks; empty when boxes can be isolated as promised. */
    List<MissingRequirement> hostRequirements();

    /**
     * Boots an unassigned box at low CPU priority and waits until its guest answers. After a failure nothing of the box is
     * left, except after a kill of this process: {@link #sweep} removes that.
     *
     * @throws RuntimeFailureException {@code ID_USED}, {@code BOOT_FAILED}, {@code BOOT_TIMEOUT} or
     *     {@code ADDRESSES_EXHAUSTED}
     */
    Box boot(RuntimeId id, TemplateBuild template);

    /**
     * Makes a warm box a tenant's sandbox: full CPU priority, then identity, environment, time and fresh randomness through
     * the guest's {@code /init}. Once per box; a box whose assignment failed must be destroyed.
     *
     * @throws RuntimeFailureException {@code ASSIGN_FAILED} or {@code BOX_GONE}
     */
    void assign(Box box, GuestIdentity identity);

    /**
     * Takes over a box that an earlier process of this worker booted, if it is alive and whole, be it too busy to answer. One
     * that is half there is not adopted; {@link #destroy} removes it.
     */
    Optional<Box> adopt(RuntimeId id, TemplateBuild template);

    /**
     * Ends a box and removes everything it consists of; returns when nothing is left. Idempotent; also for ids of which only
     * remains exist. The box's exit completes with {@link BoxExit.Ended} unless it was gone before.
     *
     * @throws RuntimeFailureException {@code DESTROY_FAILED}; calling again is safe
     */
    void destroy(RuntimeId id);

    /**
     * Finds and removes everything of this installation and worker that belongs to none of the given boxes, by looking at
     * the host itself. Boots under way are kept.
     */
    List<Leftover> sweep(Set<RuntimeId> keep);

    /** What the box has used so far; empty when it is gone. */
    Optional<BoxUsage> usage(RuntimeId id);

    /** What the box uses now, all of it at once; empty when it is gone. */
    Optional<BoxFigures> figures(RuntimeId id);

    /** Lets go of this process's own resources. Boxes go on running. */
    @Override
    void close();
}
