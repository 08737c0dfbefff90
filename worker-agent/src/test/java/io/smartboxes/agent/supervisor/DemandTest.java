package io.smartboxes.agent.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemandTest {

    private static final PoolLimits LIMITS = new PoolLimits(4, 24, 2, 1, Duration.ZERO);

    @Test
    void settlesAtTheRateOfASteadyStream() {
        var demand = new Demand(0, 0);
        long now = 0;
        for (int count = 0; count < 1_000; count++) {
            now += Duration.ofMillis(500).toNanos();
            demand = demand.plusOne(now);
        }

        assertThat(demand.perSecondAt(now)).isCloseTo(2, within(0.05));
        assertThat(demand.poolSize(now, LIMITS)).isBetween(13, 14);
    }

    @Test
    void fadesWhenNobodyAsks() {
        var demand = new Demand(2, 0);

        assertThat(demand.perSecondAt(Demand.HALF_LIFE.toNanos())).isCloseTo(1, within(0.001));
        assertThat(demand.poolSize(Duration.ofHours(1).toNanos(), LIMITS)).isEqualTo(4);
    }

    @Test
    void neverAsksForMoreThanTheLimit() {
        assertThat(new Demand(1_000, 0).poolSize(0, LIMITS)).isEqualTo(24);
    }
}
