package io.smartboxes.agent.runtime;

import java.util.Optional;

/**
 * One thing of this installation and worker that a sweep found without a box that should be kept, and removed.
 *
 * @param kind what it was
 * @param name how the host calls it: a process id, a path, an interface
 * @param box the boot it belonged to, if its name still tells
 */
public record Leftover(Kind kind, String name, Optional<RuntimeId> box) {

    /** The kinds of host object that a box is made of. */
    public enum Kind {
        PROCESS,
        CGROUP,
        NETWORK_NAMESPACE,
        NETWORK_INTERFACE,
        MOUNT,
        DIRECTORY
    }
}
