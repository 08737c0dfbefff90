package io.smartboxes.agent.runtime.gvisor;

import io.smartboxes.agent.isolation.AddressRange;
import io.smartboxes.agent.isolation.HostLabel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the gVisor runtime needs to know of its host and its worker.
 *
 * @param label whose boxes these are
 * @param state this worker's directory for boxes; on a disk with room for their writable layers
 * @param runsc the directory that {@code infra/runsc/build} filled
 * @param networkPool private IPv4 addresses from which workers of this host pick a block each
 * @param networkRegistry where all installations of this host record the blocks they use
 * @param bootPatience how long a box may take from the start until its guest answers
 */
public record GvisorSettings(
        HostLabel label,
        Path state,
        Path runsc,
        AddressRange networkPool,
        Path networkRegistry,
        Duration bootPatience) {

    /** Where boxes' addresses come from unless set otherwise. */
    public static final AddressRange NETWORK_POOL_DEFAULT = AddressRange.parse("10.64.0.0/10");

    /** Settings with the default address pool and patience. */
    public static GvisorSettings of(HostLabel label, Path state, Path runsc) {
        return new GvisorSettings(
                label,
                state.toAbsolutePath(),
                runsc.toAbsolutePath(),
                NETWORK_POOL_DEFAULT,
                Path.of("/run/smartboxes/networks"),
                Duration.ofSeconds(30));
    }
}
