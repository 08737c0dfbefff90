package io.smartboxes.agent.supervisor;

import io.smartboxes.agent.runtime.TemplateBuild;
import java.util.Optional;

/** What is promised to sandboxes on this worker. Warm boxes are not in it: they make way. */
final class CapacityLedger {

    /** What sandboxes hold now. */
    record Used(int sandboxes, long vcpuMillis, long memoryMib, long diskMib) {

        private static final Used NOTHING = new Used(0, 0, 0, 0);

        Used plus(TemplateBuild template, int sign) {
            return new Used(
                    sandboxes + sign,
                    vcpuMillis + sign * 1000L * template.vcpus(),
                    memoryMib + (long) sign * template.memoryMib(),
                    diskMib + (long) sign * template.diskMib());
        }
    }

    private final CapacityLimits limits;
    private Used used = Used.NOTHING;

    CapacityLedger(CapacityLimits limits) {
        this.limits = limits;
    }

    CapacityLimits limits() {
        return limits;
    }

    synchronized Used used() {
        return used;
    }

    /** Takes a sandbox in, or says which limit it would break. */
    synchronized Optional<String> reserve(TemplateBuild template) {
        Used then = used.plus(template, 1);
        Optional<String> refusal = refusal(then);
        if (refusal.isEmpty()) {
            used = then;
        }
        return refusal;
    }

    /** Takes a sandbox in that runs already, whatever the limits say now. */
    synchronized void reserveAdopted(TemplateBuild template) {
        used = used.plus(template, 1);
    }

    synchronized void release(TemplateBuild template) {
        used = used.plus(template, -1);
    }

    /** How much memory nobody was promised, in MiB; negative when limits were lowered under running sandboxes. */
    synchronized long memoryMibFree() {
        return limits.memoryMib() - used.memoryMib();
    }

    private Optional<String> refusal(Used then) {
        if (then.sandboxes() > limits.sandboxes()) {
            return exceeded("sandboxes", then.sandboxes(), limits.sandboxes(), "capacity.sandboxes");
        }
        if (then.vcpuMillis() > limits.vcpuMillis()) {
            return exceeded("milli-vCPUs", then.vcpuMillis(), limits.vcpuMillis(), "capacity.vcpu-overcommit");
        }
        if (then.memoryMib() > limits.memoryMib()) {
            return exceeded("MiB of memory", then.memoryMib(), limits.memoryMib(), "capacity.memory-overcommit");
        }
        if (then.diskMib() > limits.diskMib()) {
            return exceeded("MiB of disk", then.diskMib(), limits.diskMib(), "capacity.disk-overcommit");
        }
        return Optional.empty();
    }

    private static Optional<String> exceeded(String what, long wanted, long limit, String setting) {
        return Optional.of(
                "This worker is full: " + wanted + " of " + limit + " " + what + " (setting " + setting + ").");
    }
}
