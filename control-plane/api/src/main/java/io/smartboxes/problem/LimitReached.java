package io.smartboxes.problem;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which limit a request met, for programs.
 *
 * @param resource what is limited, a stable name
 * @param used how much of it is taken, where it is counted
 * @param requested how much more was asked for
 * @param resetAt when there is room again, where that is known
 */
public record LimitReached(
        String resource,
        long limit,
        @Nullable Long used,
        long requested,
        @Nullable Instant resetAt) {}
