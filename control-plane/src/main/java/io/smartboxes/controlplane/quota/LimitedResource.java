package io.smartboxes.controlplane.quota;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that a plan can limit. The codes are public and never change. */
public enum LimitedResource {
    SANDBOXES(Kind.TOTAL, "sandboxes at once", Reached.NO_ROOM),
    VCPU_MILLI(Kind.TOTAL, "thousandths of a vCPU in all sandboxes together", Reached.NO_ROOM),
    MEMORY_MIB(Kind.TOTAL, "MiB of memory in all sandboxes together", Reached.NO_ROOM),
    DISK_MIB(Kind.TOTAL, "MiB of disk in all sandboxes together", Reached.NO_ROOM),
    VCPU_MILLI_EACH(Kind.EACH, "thousandths of a vCPU in one sandbox", Reached.TOO_BIG),
    MEMORY_MIB_EACH(Kind.EACH, "MiB of memory in one sandbox", Reached.TOO_BIG),
    DISK_MIB_EACH(Kind.EACH, "MiB of disk in one sandbox", Reached.TOO_BIG),
    LIFE_SECONDS(
            Kind.EACH,
            "seconds of life for a sandbox",
            "A sandbox that is to live longer is refused, and one that lives cannot be prolonged beyond it."),
    CREATIONS(
            Kind.RATE, "sandboxes created", "New sandboxes are refused for a moment; those that run are not touched."),
    API_REQUESTS(Kind.RATE, "requests to the API", "Requests are refused for a moment; sandboxes are not touched.");

    /** What several limits do alike. */
    private static final class Reached {

        static final String NO_ROOM = "New sandboxes are refused until one has ended; those that run are not touched.";
        static final String TOO_BIG = "A sandbox of a bigger template is refused.";
    }

    /** How a limit works. */
    public enum Kind {
        /** Counted over everything that lives. */
        TOTAL,
        /** Of each sandbox by itself. */
        EACH,
        /** In a stretch of time. */
        RATE;

        /** As the API shows it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final String unit;
    private final String whenReached;

    LimitedResource(Kind kind, String unit, String whenReached) {
        this.kind = kind;
        this.unit = unit;
        this.whenReached = whenReached;
    }

    /** As stored and shown. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Kind kind() {
        return kind;
    }

    /** What a number of it counts, for people. */
    public String unit() {
        return unit;
    }

    /** What happens then, for people. */
    public String whenReached() {
        return whenReached;
    }

    /** Which one is called so, if any is. */
    public static Optional<LimitedResource> find(String code) {
        return Arrays.stream(values())
                .filter(resource -> resource.code().equals(code))
                .findFirst();
    }

    static LimitedResource of(String code) {
        return find(code).orElseThrow();
    }
}
