package io.smartboxes.controlplane.quota;

import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * So many in a stretch of time, as a bucket of tokens that fills steadily.
 *
 * @param burst that many at once, after a rest
 */
record Rate(long max, Duration per, long burst) {

    BucketConfiguration bucket() {
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(max, per))
                .build();
    }
}
