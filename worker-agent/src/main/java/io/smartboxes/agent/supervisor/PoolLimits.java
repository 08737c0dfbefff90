package io.smartboxes.agent.supervisor;

import java.time.Duration;

/**
 * How many warm boxes are kept per template, and how they are made.
 *
 * @param sizeMin kept even when nobody asks
 * @param sizeMax never more
 * @param bootsMax boots under way at once, for waiting sandboxes and refills together
 * @param refillsMax refills among them
 * @param refillDelay how long after a sandbox took a box a refill holds back, so that it does not compete with that sandbox
 */
public record PoolLimits(int sizeMin, int sizeMax, int bootsMax, int refillsMax, Duration refillDelay) {

    public PoolLimits {
        if (sizeMin < 0 || sizeMax < sizeMin) {
            throw new IllegalArgumentException("pool.size-min must be between 0 and pool.size-max");
        }
        if (bootsMax < 1 || refillsMax < 1) {
            throw new IllegalArgumentException("pool.boots-max and pool.refills-max must be at least 1");
        }
    }
}
