package io.smartboxes.controlplane.usage;

import java.util.Arrays;
import java.util.Optional;

/** What is measured of a sandbox. Egress is not among them: a sandbox has none, which is not the same as none used. */
enum Meter {
    /** Allocated vCPUs, times milliseconds. */
    VCPU("vcpu", "vCPU-ms"),
    /** Allocated MiB, times milliseconds. */
    MEMORY("memory", "MiB-ms"),
    /** Allocated MiB of disk, times milliseconds. */
    DISK("disk", "MiB-ms"),
    /** Milliseconds of CPU time really used. Has no price. */
    CPU_USED("cpu-used", "ms");

    private final String code;
    private final String unit;

    Meter(String code, String unit) {
        this.code = code;
        this.unit = unit;
    }

    /** The stable, public name. */
    String code() {
        return code;
    }

    /** What its quantities count. */
    String unit() {
        return unit;
    }

    static Optional<Meter> of(String code) {
        return Arrays.stream(values()).filter(meter -> meter.code.equals(code)).findFirst();
    }
}
