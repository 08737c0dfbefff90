package io.smartboxes.controlplane.usage;

import io.smartboxes.id.SandboxId;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of a stretch of a sandbox's life: nothing in it is believed yet.
 *
 * @param sequence the worker's count under this lease
 * @param fromMillis from the sandbox's start, monotonic
 * @param toMillis the same
 * @param vcpuMillis allocated, times milliseconds
 * @param memoryMibMillis allocated, times milliseconds
 * @param diskMibMillis allocated, times milliseconds
 * @param cpuUsedMillis CPU time; null when the host could not tell
 */
public record MeteredInterval(
        SandboxId sandbox,
        long epoch,
        long sequence,
        long fromMillis,
        long toMillis,
        long vcpuMillis,
        long memoryMibMillis,
        long diskMibMillis,
        @Nullable Long cpuUsedMillis) {

    /** By meter, without those that are not known. */
    Map<Meter, Long> quantities() {
        var quantities = new EnumMap<Meter, Long>(Meter.class);
        quantities.put(Meter.VCPU, vcpuMillis);
        quantities.put(Meter.MEMORY, memoryMibMillis);
        quantities.put(Meter.DISK, diskMibMillis);
        if (cpuUsedMillis != null) {
            quantities.put(Meter.CPU_USED, cpuUsedMillis);
        }
        return quantities;
    }
}
