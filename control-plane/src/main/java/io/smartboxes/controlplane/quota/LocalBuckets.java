package io.smartboxes.controlplane.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Buckets of this replica, for what would not be worth a visit to the database. Forgotten when unused for so long that they are
 * full again, or when there are too many; another rate is another bucket.
 */
final class LocalBuckets {

    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final long BUCKETS_MAX = 100_000;

    private record Key(Object whose, Rate rate) {}

    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(FORGOTTEN)
            .maximumSize(BUCKETS_MAX)
            .build();

    RateState take(String name, Object whose, Rate rate) {
        return RateState.of(name, rate, bucket(whose, rate).tryConsumeAndReturnRemaining(1));
    }

    /** Whether there is one, without taking it. */
    RateState look(String name, Object whose, Rate rate) {
        var estimate = bucket(whose, rate).estimateAbilityToConsume(1);
        return new RateState(
                name,
                rate,
                estimate.canBeConsumed(),
                estimate.getRemainingTokens(),
                Duration.ofNanos(estimate.getNanosToWaitForRefill()));
    }

    private Bucket bucket(Object whose, Rate rate) {
        return buckets.get(new Key(whose, rate), key -> {
            var local = Bucket.builder();
            for (var limit : key.rate().bucket().getBandwidths()) {
                local.addLimit(limit);
            }
            return local.build();
        });
    }
}
