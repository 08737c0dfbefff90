package io.smartboxes.agent.supervisor;

import java.time.Duration;

/**
 * How often sandboxes are asked for: an exponentially weighted rate that halves every {@link #HALF_LIFE} of quiet.
 *
 * @param perSecond the rate at {@code nanos}
 * @param nanos a reading of the monotonic clock
 */
record Demand(double perSecond, long nanos) {

    static final Duration HALF_LIFE = Duration.ofSeconds(30);

    /** How long the pool should last at the present rate. */
    static final Duration HORIZON = Duration.ofSeconds(5);

    /** One more sandbox was asked for. */
    Demand plusOne(long now) {
        // Such that n per second, for long, settle at n.
        double weight = Math.log(2) / HALF_LIFE.toSeconds();
        return new Demand(perSecondAt(now) + weight, now);
    }

    double perSecondAt(long now) {
        double halvings = (double) (now - nanos) / HALF_LIFE.toNanos();
        return perSecond * Math.pow(0.5, halvings);
    }

    /** How many warm boxes this demand deserves. */
    int poolSize(long now, PoolLimits limits) {
        // Rounded down: a single sandbox long ago is not a trend.
        long extra = (long) (perSecondAt(now) * HORIZON.toSeconds());
        return (int) Math.min(limits.sizeMax(), limits.sizeMin() + extra);
    }
}
