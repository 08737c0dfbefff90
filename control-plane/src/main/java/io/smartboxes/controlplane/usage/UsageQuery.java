package io.smartboxes.controlplane.usage;

import org.jspecify.annotations.Nullable;

/**
 * Which groups of usage are asked for.
 *
 * @param after the last group of the page before
 */
record UsageQuery(
        UsageScope scope, UsageGrouping grouping, @Nullable String after, int limit) {

    /** All groups at once, one more than may be. */
    static UsageQuery whole(UsageScope scope, UsageGrouping grouping, int limit) {
        return new UsageQuery(scope, grouping, null, limit);
    }
}
