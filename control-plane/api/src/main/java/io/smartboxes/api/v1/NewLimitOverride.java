package io.smartboxes.api.v1;

import org.jspecify.annotations.Nullable;

/**
 * What is to hold for a tenant instead of its plan: either limit or unlimited.
 *
 * @param limit the most there may be; of a rate, in its stretch of time
 * @param unlimited true: there is to be no limit
 * @param reason a sentence for the tenant's members
 * @param expiresAt from when on the plan's holds again, as 2026-01-31T12:00:00Z; absent when never
 */
public record NewLimitOverride(
        @Nullable Long limit,
        @Nullable Boolean unlimited,
        @Nullable String reason,
        @Nullable String expiresAt) {}
