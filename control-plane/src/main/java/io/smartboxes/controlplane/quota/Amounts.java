package io.smartboxes.controlplane.quota;

import io.smartboxes.controlplane.platform.persistence.Row;

/** So much of each resource that is counted in total: of one sandbox, or of many. */
public record Amounts(long sandboxes, long vcpuMilli, long memoryMib, long diskMib) {

    static final Amounts NONE = new Amounts(0, 0, 0, 0);

    /** What one sandbox of this size holds. */
    public static Amounts ofSandbox(int vcpus, long memoryMib, long diskMib) {
        return new Amounts(1, vcpus * 1000L, memoryMib, diskMib);
    }

    static Amounts of(Row row) {
        return new Amounts(
                row.number("sandboxes"), row.number("vcpu_milli"), row.number("memory_mib"), row.number("disk_mib"));
    }

    long of(LimitedResource resource) {
        return switch (resource) {
            case SANDBOXES -> sandboxes;
            case VCPU_MILLI, VCPU_MILLI_EACH -> vcpuMilli;
            case MEMORY_MIB, MEMORY_MIB_EACH -> memoryMib;
            case DISK_MIB, DISK_MIB_EACH -> diskMib;
            case LIFE_SECONDS, CREATIONS, API_REQUESTS ->
                throw new IllegalArgumentException(resource.code() + " is nothing that a sandbox holds");
        };
    }
}
