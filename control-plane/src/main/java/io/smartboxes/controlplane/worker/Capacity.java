package io.smartboxes.controlplane.worker;

/** An amount of what workers offer and sandboxes take, in every dimension that is counted; overcommit is already in it. */
public record Capacity(long sandboxes, long vcpuMillis, long memoryMib, long diskMib) {

    public static final Capacity NONE = new Capacity(0, 0, 0, 0);

    /** Workers advertise unsigned numbers: what is beyond this is no host. */
    public static final long AMOUNT_MAX = 1L << 40;

    public Capacity {
        requireSane("sandboxes", sandboxes);
        requireSane("vcpuMillis", vcpuMillis);
        requireSane("memoryMib", memoryMib);
        requireSane("diskMib", diskMib);
    }

    /** What one sandbox takes. */
    public static Capacity ofSandbox(int vcpus, long memoryMib, long diskMib) {
        return new Capacity(1, 1000L * vcpus, memoryMib, diskMib);
    }

    public Capacity plus(Capacity other) {
        return new Capacity(
                sandboxes + other.sandboxes,
                vcpuMillis + other.vcpuMillis,
                memoryMib + other.memoryMib,
                diskMib + other.diskMib);
    }

    /** True when the other amount is not more in any dimension. */
    public boolean covers(Capacity other) {
        return other.sandboxes <= sandboxes
                && other.vcpuMillis <= vcpuMillis
                && other.memoryMib <= memoryMib
                && other.diskMib <= diskMib;
    }

    /** The fullest dimension, from 0 (nothing taken) to 1 (full) and beyond; where nothing is offered it counts as full. */
    public double loadOf(Capacity taken) {
        return Math.max(
                Math.max(ratio(taken.sandboxes, sandboxes), ratio(taken.vcpuMillis, vcpuMillis)),
                Math.max(ratio(taken.memoryMib, memoryMib), ratio(taken.diskMib, diskMib)));
    }

    private static double ratio(long taken, long offered) {
        return offered == 0 ? 1 : (double) taken / offered;
    }

    private static void requireSane(String dimension, long amount) {
        if (amount < 0 || amount > AMOUNT_MAX) {
            throw new IllegalArgumentException(dimension + " is between 0 and " + AMOUNT_MAX + ", not " + amount);
        }
    }
}
