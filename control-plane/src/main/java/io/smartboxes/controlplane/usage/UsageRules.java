package io.smartboxes.controlplane.usage;

import io.smartboxes.id.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a worker is believed: a pure function. It is trusted with what it was leased, while it was leased it, and no more. */
final class UsageRules {

    /** Workers cut at full hours. */
    private static final Duration STRETCH_MAX = Duration.ofHours(1);

    /** Longer than any sandbox lives, and short enough for every calendar. */
    private static final Duration LIFE_MAX = Duration.ofDays(3650);

    /** A sandbox's start is known as well as the clocks of two hosts agree and its report was quick. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** More processors than any host has. */
    private static final long PROCESSORS_MAX = 4_096;

    private UsageRules() {}

    /**
     * Why the stretch is not believed; empty when it is, or when one of the same number is in the ledger already.
     *
     * @param lease null when there is no such sandbox
     */
    static Optional<AsideReason> doubt(
            @Nullable MeteredLease lease, WorkerId worker, MeteredInterval said, Instant now) {
        if (lease == null) {
            return Optional.of(AsideReason.UNKNOWN_SANDBOX);
        }
        if (!worker.equals(lease.worker()) || said.epoch() != lease.epoch()) {
            return Optional.of(AsideReason.NOT_ITS_LEASE);
        }
        Instant started = lease.startedAt();
        if (started == null) {
            return Optional.of(AsideReason.NEVER_STARTED);
        }
        if (!isStretch(said)) {
            return Optional.of(AsideReason.NO_STRETCH);
        }
        if (!isWithin(lease, said)) {
            return Optional.of(AsideReason.MORE_THAN_ALLOCATED);
        }
        if (lease.repeated()) {
            return Optional.empty();
        }
        Instant from = started.plusMillis(said.fromMillis());
        Instant to = started.plusMillis(said.toMillis());
        if (to.isAfter(now.plus(CLOCK_TOLERANCE))) {
            return Optional.of(AsideReason.IN_THE_FUTURE);
        }
        Instant ended = lease.endedAt();
        if (ended != null && to.isAfter(ended)) {
            return Optional.of(AsideReason.AFTER_THE_END);
        }
        Instant previousTo = lease.previousTo();
        Instant nextFrom = lease.nextFrom();
        boolean apart =
                (previousTo == null || !from.isBefore(previousTo)) && (nextFrom == null || !to.isAfter(nextFrom));
        return apart ? Optional.empty() : Optional.of(AsideReason.OVERLAPS);
    }

    private static boolean isStretch(MeteredInterval said) {
        return said.sequence() > 0
                && said.fromMillis() >= 0
                && said.toMillis() > said.fromMillis()
                && said.toMillis() - said.fromMillis() <= STRETCH_MAX.toMillis()
                && said.toMillis() <= LIFE_MAX.toMillis()
                && said.quantities().values().stream().allMatch(quantity -> quantity >= 0);
    }

    private static boolean isWithin(MeteredLease lease, MeteredInterval said) {
        long millis = said.toMillis() - said.fromMillis();
        Long cpuUsed = said.cpuUsedMillis();
        return said.vcpuMillis() <= millis * lease.vcpus()
                && said.memoryMibMillis() <= millis * lease.memoryMib()
                && said.diskMibMillis() <= millis * lease.diskMib()
                && (cpuUsed == null || cpuUsed <= millis * PROCESSORS_MAX);
    }
}
