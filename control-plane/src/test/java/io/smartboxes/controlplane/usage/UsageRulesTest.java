package io.smartboxes.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.smartboxes.id.SandboxId;
import io.smartboxes.id.TenantId;
import io.smartboxes.id.WorkerId;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageRulesTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final WorkerId WORKER = WorkerId.next(CLOCK);
    private static final SandboxId SANDBOX = SandboxId.next(CLOCK);
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant NOW = START.plusSeconds(3_600);

    private static MeteredLease lease(
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Instant previousTo,
            @Nullable Instant nextFrom,
            boolean repeated) {
        return new MeteredLease(
                TenantId.next(CLOCK),
                SANDBOX,
                WORKER,
                3,
                started,
                ended,
                2,
                512,
                5_120,
                null,
                null,
                UUID.randomUUID(),
                previousTo,
                nextFrom,
                repeated);
    }

    private static MeteredInterval said(long sequence, long from, long to) {
        long millis = to - from;
        return new MeteredInterval(SANDBOX, 3, sequence, from, to, 2 * millis, 512 * millis, 5_120 * millis, millis);
    }

    private static @Nullable AsideReason doubt(@Nullable MeteredLease lease, MeteredInterval said) {
        return UsageRules.doubt(lease, WORKER, said, NOW).orElse(null);
    }

    private static MeteredLease running() {
        return lease(START, null, null, null, false);
    }

    @Test
    void believesAStretchOfTheLife() {
        assertThat(doubt(running(), said(1, 0, 60_000))).isNull();
        assertThat(doubt(running(), said(7, 60_000, 3_600_000))).isNull();
    }

    @Test
    void believesOnlyWhomItIsLeasedTo() {
        assertThat(doubt(null, said(1, 0, 1))).isEqualTo(AsideReason.UNKNOWN_SANDBOX);
        assertThat(UsageRules.doubt(running(), WorkerId.next(CLOCK), said(1, 0, 1), NOW))
                .contains(AsideReason.NOT_ITS_LEASE);
        assertThat(doubt(lease(null, null, null, null, false), said(1, 0, 1))).isEqualTo(AsideReason.NEVER_STARTED);
    }

    @Test
    void believesNoStretchThatIsNone() {
        assertThat(doubt(running(), said(0, 0, 1))).isEqualTo(AsideReason.NO_STRETCH);
        assertThat(doubt(running(), said(1, 5, 5))).isEqualTo(AsideReason.NO_STRETCH);
        assertThat(doubt(running(), said(1, 5, 4))).isEqualTo(AsideReason.NO_STRETCH);
        assertThat(doubt(running(), said(1, -1, 4))).isEqualTo(AsideReason.NO_STRETCH);
        assertThat(doubt(running(), said(1, 0, 3_600_001))).isEqualTo(AsideReason.NO_STRETCH);
        assertThat(doubt(running(), said(1, Long.MAX_VALUE - 1, Long.MAX_VALUE)))
                .isEqualTo(AsideReason.NO_STRETCH);
        assertThat(doubt(running(), said(1, Long.MIN_VALUE, Long.MAX_VALUE))).isEqualTo(AsideReason.NO_STRETCH);
        assertThat(doubt(running(), new MeteredInterval(SANDBOX, 3, 1, 0, 10, -1, 0, 0, null)))
                .isEqualTo(AsideReason.NO_STRETCH);
    }

    @Test
    void believesNoMoreThanWasPromised() {
        assertThat(doubt(running(), new MeteredInterval(SANDBOX, 3, 1, 0, 10, 21, 0, 0, null)))
                .isEqualTo(AsideReason.MORE_THAN_ALLOCATED);
        assertThat(doubt(running(), new MeteredInterval(SANDBOX, 3, 1, 0, 10, 0, 5_121, 0, null)))
                .isEqualTo(AsideReason.MORE_THAN_ALLOCATED);
        assertThat(doubt(running(), new MeteredInterval(SANDBOX, 3, 1, 0, 10, 0, 0, 51_201, null)))
                .isEqualTo(AsideReason.MORE_THAN_ALLOCATED);
        assertThat(doubt(running(), new MeteredInterval(SANDBOX, 3, 1, 0, 10, 0, 0, 0, 50_000L)))
                .isEqualTo(AsideReason.MORE_THAN_ALLOCATED);
        assertThat(doubt(running(), new MeteredInterval(SANDBOX, 3, 1, 0, 10, 5, 5, 5, null)))
                .isNull();
    }

    @Test
    void believesNothingBeyondNowOrTheEnd() {
        assertThat(doubt(running(), said(1, 3_000_000, 3_900_000))).isNull();
        assertThat(doubt(running(), said(1, 3_000_000, 3_900_001))).isEqualTo(AsideReason.IN_THE_FUTURE);
        var ended = lease(START, START.plusSeconds(10), null, null, false);
        assertThat(doubt(ended, said(1, 0, 10_000))).isNull();
        assertThat(doubt(ended, said(1, 0, 10_001))).isEqualTo(AsideReason.AFTER_THE_END);
    }

    @Test
    void believesNothingOverAnotherStretch() {
        var between = lease(START, null, START.plusSeconds(10), START.plusSeconds(20), false);
        assertThat(doubt(between, said(2, 10_000, 20_000))).isNull();
        assertThat(doubt(between, said(2, 9_999, 20_000))).isEqualTo(AsideReason.OVERLAPS);
        assertThat(doubt(between, said(2, 10_000, 20_001))).isEqualTo(AsideReason.OVERLAPS);
    }

    /** Said again after the end, it is the same as before. */
    @Test
    void leavesWhatIsRepeatedToTheLedger() {
        assertThat(doubt(lease(START, START.plusSeconds(1), null, null, true), said(1, 0, 5_000)))
                .isNull();
    }
}
